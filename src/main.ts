import './ui/styles/index.css'

// Each half of the code is evaluated, what it needs made, and the page shown, in a task of its own: at the start of a
// slow phone the page answers in between.
const [{ composeApp }, { mountShell }] = await Promise.all([import('./main-app.ts'), import('./ui/mount-shell.ts')])
setTimeout(() => {
  const { start, ...parts } = composeApp()
  setTimeout(() => {
    mountShell(document.getElementById('app')!, parts)
    setTimeout(start)
  })
})
