// What a pull request tells of its stories: a line for each in the summary of its check; and its preview, by host: built,
// published where the host can, and one comment with a line a story, which every push brings up to date.

/** The checkout of a pull request. */
export const pullRequestSteps = `    steps:
      # With the commit before: the branch that the pull request goes into.
      - uses: actions/checkout@v4
        with:
          fetch-depth: 2
      - uses: actions/setup-node@v4
        with:
          node-version: 24
          cache: npm
`

/** Of whatever is no story dateline says nothing. */
const changedFiles = 'git diff --name-only -z --diff-filter=d HEAD^1 -- content/ |'

/** Of the job that checks; also when it found mistakes. */
export const storySummary = `      - name: Say where each story will be, and why if it will not
        if: always()
        run: |
          ${changedFiles}
            xargs -0 -r npx dateline why --markdown >> "$GITHUB_STEP_SUMMARY" || true
`

const install = `${pullRequestSteps}      - run: npm ci
`

/** A pull request from a fork gets no secrets, and may not comment. */
const ownBranch =
  "github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository"

const job = (condition: string): string => `
  preview:
    if: ${condition}
    runs-on: ubuntu-latest
    timeout-minutes: 30
    permissions:
      contents: read
      pull-requests: write
    concurrency:
      group: preview-\${{ github.event.number }}
      cancel-in-progress: true
${install}`

const build = `      - run: npx dateline build --preview
`

/** @param address of the preview. @param intro what the comment begins with; \`$ADDRESS\` and \`$DOWNLOAD\` are filled in. */
const comment = (
  address: string,
  intro: string,
  download = '',
): string => `      - name: One comment, with a line a story
        env:
          GH_TOKEN: \${{ github.token }}
          NUMBER: \${{ github.event.number }}
          ADDRESS: ${address}
${download === '' ? '' : `          DOWNLOAD: ${download}\n`}        run: |
          {
            echo "<!-- dateline-preview -->"
            echo "${intro}"
            echo
            ${changedFiles}
              xargs -0 -r npx dateline why --preview --markdown --at "$ADDRESS" || true
          } > comment.md
          comments="repos/$GITHUB_REPOSITORY/issues"
          old=$(gh api --paginate "$comments/$NUMBER/comments" \\
            --jq '.[] | select(.body | startswith("<!-- dateline-preview -->")) | .id' | head -n 1)
          if test -n "$old"; then
            gh api --silent --method PATCH "$comments/comments/$old" -F body=@comment.md
          else
            gh api --silent --method POST "$comments/$NUMBER/comments" -F body=@comment.md
          fi
`

/** For hosts that show one site only. */
export const downloadedPreview = `${job(ownBranch)}${build}      - id: upload
        uses: actions/upload-artifact@v4
        with:
          name: preview
          path: preview
          retention-days: 14
${comment(
  'http://localhost:4600',
  "This host shows one site only, so [the preview is a download]($DOWNLOAD). 'npx dateline dev' on this branch shows its stories here:",
  `\${{ steps.upload.outputs.artifact-url }}`,
)}`

export const cloudflarePreview = (project: string): string => `${job(ownBranch)}${build}      - id: deploy
        uses: cloudflare/wrangler-action@v3
        with:
          apiToken: \${{ secrets.CLOUDFLARE_API_TOKEN }}
          accountId: \${{ secrets.CLOUDFLARE_ACCOUNT_ID }}
          command: pages deploy preview --project-name=${project} --branch=preview-\${{ github.event.number }}
${comment(
  `\${{ steps.deploy.outputs.pages-deployment-alias-url || steps.deploy.outputs.deployment-url }}`,
  'The stories of this pull request, [as the site would be]($ADDRESS) with them:',
)}`

/** Netlify makes the preview by itself, under an address that is known before. */
export const netlifyPreview = (
  project: string,
): string => `# Netlify makes the preview of a pull request; this lists its stories. Where Netlify has the site under another name
# than ${project}, write that one into ADDRESS.
name: Preview

on:
  pull_request:

permissions:
  contents: read

jobs:${job(ownBranch)}${comment(
  `https://deploy-preview-\${{ github.event.number }}--${project}.netlify.app`,
  'The stories of this pull request, [as the site would be]($ADDRESS) with them:',
)}`

/** Shown beside the merge request; commenting there would need a token of its own. */
export const gitlabPreview = `preview:
  stage: check
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  script:
    - npm ci
    - npx dateline build --preview
    - git diff --name-only -z --diff-filter=d "$CI_MERGE_REQUEST_DIFF_BASE_SHA" -- content/ | xargs -0 -r npx dateline why --preview --markdown || true
  artifacts:
    expose_as: Preview
    paths:
      - preview/
    expire_in: 2 weeks
`
