// How a new site is published, by host. docs/deploy.md shows the same texts, which a test holds together.
import type { Host } from '../hosts.js'
import {
  cloudflarePreview,
  downloadedPreview,
  gitlabPreview,
  netlifyPreview,
  pullRequestSteps,
  storySummary,
} from './preview.js'
import type { StarterSite } from './site.js'

export function hostFiles({ host, name }: StarterSite): Readonly<Record<string, string>> {
  return filesOf[host](name)
}

const check = `name: Site

on:
  pull_request:
  push:
    branches: [main]
  workflow_dispatch:

permissions:
  contents: read

jobs:
  check:
    if: github.event_name == 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 15
${pullRequestSteps}      # What builds on the main branch kept: then only what the change touches is read.
      - uses: actions/cache/restore@v4
        with:
          path: |
            .dateline
            !.dateline/store/bodies
          key: dateline-\${{ runner.os }}-
          restore-keys: dateline-\${{ runner.os }}-
      - run: npm ci
      - run: npx dateline check --format github --base HEAD^1
${storySummary}`

const restore = `    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
          cache: npm
      - id: day
        run: echo "today=$(date -u +%F)" >> "$GITHUB_OUTPUT"
      # A cache of yesterday is good enough, so one is saved at the first push of a day.
      - uses: actions/cache@v4
        with:
          path: |
            .dateline
            !.dateline/store/bodies
          key: dateline-\${{ runner.os }}-\${{ steps.day.outputs.today }}
          restore-keys: dateline-\${{ runner.os }}-
      - run: npm ci
`

export const githubWorkflow = `${check}${downloadedPreview}
  build:
    if: github.event_name != 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 30
    outputs:
      code: \${{ steps.site.outputs.code }}
${restore}      # 3: all is published but what is in error; it fails then, with the list, when the site is out.
      - id: site
        run: |
          code=0
          npx dateline build || code=$?
          echo "code=$code" >> "$GITHUB_OUTPUT"
          test "$code" = 0 || test "$code" = 3
      - uses: actions/upload-pages-artifact@v3
        with:
          path: dist

  deploy:
    if: github.event_name != 'pull_request'
    needs: build
    runs-on: ubuntu-latest
    timeout-minutes: 15
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: \${{ steps.deployment.outputs.page_url }}
    concurrency:
      group: pages
      cancel-in-progress: false
    steps:
      - id: deployment
        uses: actions/deploy-pages@v4

  withheld:
    if: needs.build.outputs.code == '3'
    needs: [build, deploy]
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 24
          cache: npm
      - run: npm ci
      - run: npx dateline check --format github
`

/** Builds and sends in one job: what is sent is compared with what the host has, so nothing is lost when it fails. */
const publishJob = `
  publish:
    if: github.event_name != 'pull_request'
    runs-on: ubuntu-latest
    timeout-minutes: 30
    concurrency:
      group: publish
      cancel-in-progress: false
${restore}`

export const cloudflareWorkflow = (
  project: string,
): string => `${check}${cloudflarePreview(project)}${publishJob}      # 3: all is published but what is in error; it fails then, with the list, when the site is out.
      - id: site
        run: |
          code=0
          npx dateline build --host cloudflare || code=$?
          echo "code=$code" >> "$GITHUB_OUTPUT"
          test "$code" = 0 || test "$code" = 3
      - uses: cloudflare/wrangler-action@v3
        with:
          apiToken: \${{ secrets.CLOUDFLARE_API_TOKEN }}
          accountId: \${{ secrets.CLOUDFLARE_ACCOUNT_ID }}
          command: pages deploy dist --project-name=${project} --branch=main
      - if: steps.site.outputs.code == '3'
        run: npx dateline check --format github
`

export const syncWorkflow = `${check}${downloadedPreview}${publishJob}      - name: Let ssh in
        env:
          DEPLOY_KEY: \${{ secrets.DEPLOY_KEY }}
          DEPLOY_KNOWN_HOSTS: \${{ secrets.DEPLOY_KNOWN_HOSTS }}
        run: |
          test -n "$DEPLOY_KEY" || exit 0
          mkdir -p ~/.ssh
          chmod 700 ~/.ssh
          printf '%s\\n' "$DEPLOY_KNOWN_HOSTS" >> ~/.ssh/known_hosts
          printf '%s\\n' "$DEPLOY_KEY" > ~/.ssh/id_ed25519
          chmod 600 ~/.ssh/id_ed25519
      - run: ./deploy.sh
        env:
          DEPLOY_BUCKET: \${{ secrets.DEPLOY_BUCKET }}
          DEPLOY_HOST: \${{ secrets.DEPLOY_HOST }}
          DEPLOY_FOLDER: \${{ secrets.DEPLOY_FOLDER }}
          AWS_ACCESS_KEY_ID: \${{ secrets.AWS_ACCESS_KEY_ID }}
          AWS_SECRET_ACCESS_KEY: \${{ secrets.AWS_SECRET_ACCESS_KEY }}
          AWS_REGION: \${{ secrets.AWS_REGION }}
          AWS_ENDPOINT_URL: \${{ secrets.AWS_ENDPOINT_URL }}
`

/** The order is that of the delta: new files, changed ones, removals, and the manifest when all is there. */
export const deployScript = `#!/usr/bin/env bash
# Sends what differs from what was sent last: to a bucket (DEPLOY_BUCKET), or to a server (DEPLOY_HOST and
# DEPLOY_FOLDER). A deployment that fails is repeated by the next one.
set -euo pipefail
rm -f deployed.txt
test -n "\${AWS_ENDPOINT_URL:-}" || unset AWS_ENDPOINT_URL

# 3: all is published but what is in error; it fails with that at the end, when everything is sent.
code=0
delta() {
  npx dateline build --delta upload $(test -f deployed.txt && echo --base deployed.txt) || code=$?
  test "$code" = 0 || test "$code" = 3
}

if test -n "\${DEPLOY_BUCKET:-}"; then
  bucket=$DEPLOY_BUCKET
  aws s3 cp "$bucket/dateline-manifest.txt" deployed.txt || true
  delta
  test ! -d upload/new || aws s3 cp --recursive upload/new "$bucket"
  test ! -d upload/changed || aws s3 cp --recursive upload/changed "$bucket"
  while IFS= read -r path; do aws s3 rm "$bucket/$path"; done < upload/delete.txt
  aws s3 cp upload/manifest.txt "$bucket/dateline-manifest.txt"
elif test -n "\${DEPLOY_HOST:-}"; then
  host=$DEPLOY_HOST
  folder=\${DEPLOY_FOLDER:?}
  rsync --archive --ignore-missing-args "$host:$folder/dateline-manifest.txt" deployed.txt
  delta
  test ! -d upload/new || rsync --archive upload/new/ "$host:$folder/"
  test ! -d upload/changed || rsync --archive --delay-updates upload/changed/ "$host:$folder/"
  ssh "$host" "cd $folder && xargs -r -d '\\n' rm -f --" < upload/delete.txt
  rsync --archive upload/manifest.txt "$host:$folder/dateline-manifest.txt"
else
  echo 'error: DEPLOY_BUCKET or DEPLOY_HOST must be set' >&2
  exit 1
fi
exit "$code"
`

export const gitlabPipeline = `default:
  image: node:24

stages: [check, build, deploy, report]

workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH

check:
  stage: check
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  variables:
    GIT_DEPTH: 0
  script:
    - npm ci
    - npx dateline check --base "$CI_MERGE_REQUEST_DIFF_BASE_SHA"
  # Where each story will be, and why if it will not; also when there are mistakes.
  after_script:
    - git diff --name-only -z --diff-filter=d "$CI_MERGE_REQUEST_DIFF_BASE_SHA" -- content/ | xargs -0 -r npx dateline why || true

${gitlabPreview}
build:
  stage: build
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  cache:
    key: dateline
    paths:
      - .dateline/
  script:
    - npm ci
    # 3: all is published but what is in error; the job "withheld" fails then, with the list.
    - code=0; npx dateline build || code=$?
    - test "$code" = 0 || test "$code" = 3
    - echo "$code" > code.txt
  artifacts:
    paths:
      - dist
      - code.txt
    expire_in: 1 day

pages:
  stage: deploy
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  needs: [build]
  # One deployment at a time; a newer one waits for it.
  resource_group: pages
  interruptible: false
  script:
    # GitLab publishes a folder called public. Here that name holds files that the site is made from.
    - rm -rf public
    - mv dist public
  artifacts:
    paths:
      - public

withheld:
  stage: report
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  needs: [build, pages]
  script:
    - test "$(cat code.txt)" = 0 || { npm ci && npx dateline check; }
`

/** A mistake fails the preview of a pull request, and shows there with its line. */
export const netlifySettings = `[build]
  command = "npx dateline build || test $? -eq 3"
  publish = "dist"

[build.environment]
  NODE_VERSION = "24"

[context.deploy-preview]
  command = "npx dateline check && npx dateline build --preview"
  publish = "preview"
`

const filesOf: Readonly<Record<Host, (project: string) => Readonly<Record<string, string>>>> = {
  github: () => ({ '.github/workflows/site.yml': githubWorkflow }),
  gitlab: () => ({ '.gitlab-ci.yml': gitlabPipeline }),
  cloudflare: project => ({ '.github/workflows/site.yml': cloudflareWorkflow(project) }),
  netlify: project => ({
    'netlify.toml': netlifySettings,
    '.github/workflows/preview.yml': netlifyPreview(project),
  }),
  sync: () => ({ '.github/workflows/site.yml': syncWorkflow, 'deploy.sh': deployScript }),
}
