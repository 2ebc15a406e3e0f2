// What a new site says at first. The places and people are invented; the articles show what articles can do.
import type { StarterSite } from './site.js'

export const regions = [
  { key: 'old-town', name: 'Old Town', description: 'Inside the walls, and the market outside them.' },
  { key: 'harbour', name: 'Harbour', description: 'Quays, ferries and the people who work on them.' },
  { key: 'hills', name: 'Hills', description: 'The villages above the river.', aliases: ['Upper Valley'] },
]

export const sources = (title: string) => [
  { key: 'staff', name: title },
  { key: 'estuary-wire', name: 'Estuary Wire', url: 'https://estuary-wire.example/' },
]

export const topics = [
  { key: 'transport', name: 'Transport', description: 'Boats, buses and the state of the roads.' },
  { key: 'council', name: 'Council', description: 'What is decided, and what it costs.' },
  { key: 'water', name: 'Water', description: 'The river, the tide and the mains.' },
]

export const navigation = [
  ...regions.map(({ name, key }) => ({ label: name, url: `/regions/${key}/` })),
  { label: 'About', url: '/about/' },
]

/** Files and dates of the three articles. */
function datesOf({ today }: StarterSite) {
  const day = (before: number) => new Date(today - before * 86_400_000).toISOString().slice(0, 10)
  const story = (before: number, slug: string) => {
    const date = day(before)
    const folder = date.slice(0, 7).replace('-', '/')
    return { date, folder, path: `${folder}/${slug}.md`, name: `${slug}.md` }
  }
  return {
    ferry: story(1, 'ferry-crosses-again-after-three-weeks'),
    bridge: story(2, 'council-finds-money-for-the-footbridge'),
    plough: story(4, 'hill-villages-share-one-snow-plough'),
  }
}

type Story = ReturnType<typeof datesOf>['ferry']

/** Stories of two months lie in two folders. */
const link = (from: Story, to: Story): string => (from.folder === to.folder ? to.name : `../../${to.path}`)

export function front(site: StarterSite) {
  const { ferry, bridge, plough } = datesOf(site)
  return { lead: [{ path: ferry.path }], secondary: [{ path: bridge.path }, { path: plough.path }] }
}

export function articles(site: StarterSite): Readonly<Record<string, string>> {
  const { ferry, bridge, plough } = datesOf(site)
  const staff = yamlText(site.title)
  return {
    [`content/${ferry.path}`]: `---
title: Ferry crosses again after three weeks
date: ${ferry.date}T07:40
region: Harbour
source: Estuary Wire
summary: The Marigold is back from the dock with a new shaft, and the first crossing was full before sunrise.
topics: [Transport, Water]
dateline: HARBOUR
---

The ferry Marigold left the north quay at 6.15 in the morning, nineteen minutes before sunrise and three weeks after a cracked shaft put her into the dock. Ninety-four people were on board, which is all that she may carry.

"I have been driving round by the road bridge all this time," said Ilse Maron, who keeps a bakery on the far side. "That is an hour each way, with the rolls getting cold."

The repair cost 61,000, of which the insurer pays two thirds. The rest comes from the fund for the [new footbridge](${link(ferry, bridge)}), and has to be given back by spring.

## What is different

- The first crossing is fifteen minutes earlier.
- Bicycles go on the upper deck.
- The last boat waits for the late train, if the train is less than ten minutes late.

The harbour office asks passengers not to bring anything that needs two people to carry.
`,
    [`content/${bridge.path}`]: `---
title: Council finds money for the footbridge
date: ${bridge.date}T19:05
region: Old Town
source: ${staff}
summary: The crossing at Tanner's Weir will be built in two summers instead of one, so that the ferry could be mended first.
topics: [Council, Transport]
---

The footbridge at Tanner's Weir will be built after all. The council voted eleven to four to spread the work over two summers and the bill over three years.

The delay is a loan in disguise. Part of the bridge fund paid for the repair of the ferry, which [sails again this week](${link(bridge, ferry)}). "We could mend the crossing that we have, or begin the one that we want," said the treasurer, Osric Vane. "We have chosen to do both slowly."

> Slowly is how bridges are built. It is also how they are forgotten.

That was Dela Quist, who voted against. She asked for a date on which the second half begins, and was given one: the first Monday in May.
`,
    [`content/${plough.path}`]: `---
title: Hill villages share one snow plough
date: ${plough.date}
region: Hills
source: ${staff}
summary: Four villages have drawn up a rota for a machine that none of them could buy alone. The last on the list gets the first pass next year.
topics: [Council, Transport]
---

Four villages above the river have bought a snow plough together. It is orange, it is nine years old, and it can be in one place at a time.

So there is a rota. After a snowfall the plough begins in the village that came last the winter before. The drivers are volunteers, two from each village, and the handbook that came with the machine has been read aloud at all four inns.

| village | turn |
|---|---|
| Overcombe | first |
| Saint Aldo | second |
| Lower Pell | third |
| Pell Cross | fourth |

"Fourth means first next year," said Marten Hale of Pell Cross, who drew the short straw. "I intend to remember that in January."
`,
  }
}

export function pages({ title }: StarterSite): Readonly<Record<string, string>> {
  return {
    'content/pages/about.md': `---
title: About
summary: Who makes this paper, and how it is paid for.
---

${title} reports what happens here. Say in this place who writes it, who owns it and who pays for it: readers want to know, and other newsrooms will look.

The three articles that came with this site are invented. Delete them when the first real one is there.
`,
    'content/pages/contact.md': `---
title: Contact
summary: How to reach the newsroom.
---

Write to **newsroom@example.org**. Replace this address, and say who reads it and when.

Something we have got wrong? See [corrections](corrections.md).
`,
    'content/pages/corrections.md': `---
title: Corrections
summary: What we do when we get something wrong.
---

When an article is wrong we mend it, and say under it what was wrong and on which day it was mended. We do not delete articles because somebody would rather not be in them.

Tell us which article it is, which sentence, and how you know. The address is on the [contact page](contact.md).
`,
  }
}

/** A title as a YAML scalar. */
function yamlText(text: string): string {
  return /^[\p{L}][\p{L}\p{N} .'’-]*$/u.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : JSON.stringify(text)
}
