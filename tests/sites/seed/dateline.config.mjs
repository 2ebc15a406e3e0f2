export default {
  title: 'The Seed',
  url: 'https://seed.example/',
  regions: ['America', { name: 'Asia-Pacific', aliases: ['Asia-Pasific'] }],
  sources: ['Clash Report'],
}
