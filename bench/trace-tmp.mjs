import { newProfile, openBrowser, serveApp } from './app-in-chromium.mjs'
import { writeFileSync } from 'node:fs'
const app = await serveApp()
const context = await openBrowser(newProfile())
const page = context.pages()[0]
const s = await context.newCDPSession(page)
const events=[]
s.on('Tracing.dataCollected', ({value})=>events.push(...value))
const cats=process.env.PROF? 'toplevel,devtools.timeline,v8,disabled-by-default-v8.cpu_profiler,blink.user_timing':'toplevel,devtools.timeline,v8,disabled-by-default-v8.compile,blink.user_timing,loading'
await s.send('Tracing.start',{transferMode:'ReportEvents',traceConfig:{includedCategories:cats.split(',')}})
await page.goto(app.url)
await page.getByTestId('import-input').setInputFiles(process.argv[2])
await page.getByTestId('import-progress').waitFor()
await page.waitForTimeout(+(process.argv[3]??4000))
const done=new Promise(r=>s.once('Tracing.tracingComplete',r))
await s.send('Tracing.end'); await done
writeFileSync('/tmp/trace.json',JSON.stringify({traceEvents:events}))
const main=events.filter(e=>e.name==='thread_name'&&e.args.name==='CrRendererMain').map(e=>e.pid+':'+e.tid)
const nav=events.find(e=>e.name==='navigationStart'&&(e.args?.data?.documentLoaderURL??'').startsWith('http'))
const t0=nav?.ts??0
const on=new Map()
for(const e of events){ if(e.ph!=='X')continue; const k=e.pid+':'+e.tid; if(!main.includes(k))continue; (on.get(k)??on.set(k,[]).get(k)).push(e)}
for(const [k,list] of on){ list.sort((a,b)=>a.ts-b.ts||b.dur-a.dur)
 const tops=list.filter(e=>/RunTask|ThreadControllerImpl/.test(e.name)&&e.dur>50000)
 for(const t of tops){ console.log('\nTASK',k,((t.ts-t0)/1000).toFixed(0),'ms dur',(t.dur/1000).toFixed(0),'cpu',((t.tdur??0)/1000).toFixed(0))
  const stack=[]
  for(const e of list){ if(e.ts<t.ts||e.ts+e.dur>t.ts+t.dur||e===t||e.dur<4000)continue
   while(stack.length&&stack.at(-1).ts+stack.at(-1).dur<=e.ts)stack.pop()
   stack.push(e)
   console.log('  '.repeat(stack.length),e.name,(e.dur/1000).toFixed(1),'cpu',((e.tdur??0)/1000).toFixed(1),JSON.stringify(e.args?.data?.functionName??e.args?.data?.url??e.args?.fileName??'').slice(0,80)) } } }
await context.close(); app.stop(); process.exit()
