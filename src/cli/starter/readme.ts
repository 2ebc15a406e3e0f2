// The README of a new site: for its editors, not for its programmers.
import type { Host } from '../hosts.js'
import type { StarterSite } from './site.js'

const publishing: Readonly<Record<Host, string>> = {
  github: `A push to \`main\` publishes the site on GitHub Pages; a pull request is checked, and gets a comment with its stories and a preview to download. Once: in the settings of the repository, under Pages, choose "GitHub Actions" as the source.`,
  gitlab: `A push to the default branch publishes the site on GitLab Pages; a merge request is checked, and has a preview beside it to download.`,
  cloudflare: `A push to \`main\` publishes the site on Cloudflare Pages; a pull request is checked, and gets a preview and a comment with a link to each of its stories. Once: make the project (\`npx wrangler pages project create\`), and give the repository two secrets, \`CLOUDFLARE_API_TOKEN\` and \`CLOUDFLARE_ACCOUNT_ID\`.`,
  netlify: `Netlify publishes what is pushed to the main branch, and shows a preview of each pull request. Once: import the repository there; \`netlify.toml\` says the rest. On GitHub a comment links each story of a pull request: see that \`.github/workflows/preview.yml\` has the name of the site at Netlify.`,
  sync: `A push to \`main\` builds the site and runs \`deploy.sh\`, which sends what differs from what was sent last; a pull request is checked, and gets a comment with its stories and a preview to download. Once: give the repository its secrets.

- For a bucket: \`DEPLOY_BUCKET\` (such as \`s3://harbour-post\`), \`AWS_ACCESS_KEY_ID\`, \`AWS_SECRET_ACCESS_KEY\`, \`AWS_REGION\`; for a bucket of another company also \`AWS_ENDPOINT_URL\`.
- For a server: \`DEPLOY_HOST\` (such as \`user@host.example\`), \`DEPLOY_FOLDER\`, \`DEPLOY_KEY\` (a private SSH key) and \`DEPLOY_KNOWN_HOSTS\` (what \`ssh-keyscan host.example\` prints).`,
}

export function readme({ title, host }: StarterSite): string {
  return `# ${title}

This folder is the whole paper: its articles, its pages and its settings. [dateline](https://www.npmjs.com/package/dateline-news) makes the site from it.

## Write an article

\`\`\`sh
npx dateline new "Ferry crosses again" --region Harbour
\`\`\`

That makes a file in \`content/\` and prints its path. Fill in the summary, write the text below the second \`---\`, and delete the line \`draft: true\` when it may be published.

| field | what to write |
|---|---|
| \`title\` | the headline |
| \`date\` | when it is published; a date in the future waits for its time |
| \`region\` | one of \`content/_site/regions.yml\` |
| \`source\` | one of \`content/_site/sources.yml\` |
| \`summary\` | one or two sentences for lists |
| \`topics\` | what it is about: \`[Transport, Water]\` |
| \`image\` | \`src\`, \`alt\`, \`caption\` and \`credit\` of a picture that lies beside the file |

## Choose the front page

\`content/_front.yml\` names the story that leads and those beside it. The rest of the page fills itself with the newest ones.

## Change regions, topics, navigation

They are the files in \`content/_site/\`. Pages such as About are in \`content/pages/\`.

## See it

\`\`\`sh
npm install
npm run check    # reports all mistakes, with their lines
npm run build    # writes the site to dist/
npm run dev      # shows it at http://localhost:4600/, as you write
\`\`\`

## When something is wrong

The report names the file, the line and the column, and says what to do. \`npx dateline explain DL1003\` says more of a code, with an example. \`npx dateline check --fix\` mends what has one right answer, and shows what it changes.

## Publish it

The folder goes into a git repository, \`package-lock.json\` too:

\`\`\`sh
git init --initial-branch main
git add --all
git commit --message 'A new paper'
git remote add origin ADDRESS-OF-YOUR-REPOSITORY
git push --set-upstream origin main
\`\`\`

${publishing[host]}
`
}
