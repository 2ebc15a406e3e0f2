// Videos and posts of other sites, loaded only when a reader asks for them. Until then nothing is requested
// from anywhere, and without this script the link stays.
const { load, notice } = document.currentScript.dataset

for (const figure of document.querySelectorAll('figure[data-embed]')) prepare(figure)

function prepare(figure) {
  const { embed, provider, ratio = '' } = figure.dataset
  const fill = text => text.replaceAll('{provider}', provider)
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = fill(load)
  const hint = document.createElement('p')
  hint.textContent = fill(notice)
  const cover = document.createElement('div')
  cover.className = 'embed-cover'
  cover.append(button, hint)
  button.addEventListener('click', () => {
    const frame = createFrame(embed, provider)
    frame.style.aspectRatio = ratio
    cover.replaceWith(frame)
    frame.focus()
  })
  figure.prepend(cover)
}

function createFrame(address, title) {
  const frame = document.createElement('iframe')
  frame.title = title
  frame.allow = 'picture-in-picture; encrypted-media'
  frame.allowFullscreen = true
  frame.referrerPolicy = 'strict-origin-when-cross-origin'
  frame.src = address
  return frame
}
