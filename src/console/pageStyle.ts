/** The pages' own style: light and dark, one column on a phone, focus always visible, contrast of at least 4.5 to 1. */
export const pageStyle = `
:root { color-scheme: light dark; --ground: #f6f7f9; --card: #ffffff; --ink: #1b2430; --quiet: #566273; --line: #cfd6df; --link: #0b5ca8; --good: #1d6f42; --good-ground: #e2f4ea; --fair: #855000; --fair-ground: #fdf0d8; --bad: #a8201a; --bad-ground: #fde6e4; --mark: #ffe39b; --mark-ink: #3b2c00; --button: #0b5ca8; --button-ink: #ffffff; --focus: #b3400e; }
@media (prefers-color-scheme: dark) { :root { --ground: #12171d; --card: #1b222b; --ink: #e7ecf2; --quiet: #a3b0bf; --line: #3a4654; --link: #7cbcff; --good: #7ddba4; --good-ground: #16352a; --fair: #f4c267; --fair-ground: #3a2d12; --bad: #ff9d95; --bad-ground: #44201f; --mark: #6b5200; --mark-ink: #fff3cf; --button: #7cbcff; --button-ink: #0d1a28; --focus: #ffb37a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: 2px; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 8px; top: 8px; background: var(--card); padding: 8px; z-index: 1; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 20px; padding: 8px 16px; background: var(--card); border-bottom: 1px solid var(--line); }
.brand { font-weight: 700; margin: 0; }
.menu { display: flex; flex-wrap: wrap; gap: 4px; list-style: none; margin: 0; padding: 0; }
.menu a { display: block; padding: 6px 12px; border-radius: 6px; text-decoration: none; }
.menu a:hover { text-decoration: underline; }
.menu a[aria-current] { background: var(--ground); color: var(--ink); font-weight: 600; box-shadow: inset 0 -3px 0 var(--link); }
.count { background: var(--fair-ground); color: var(--fair); border-radius: 9px; padding: 1px 7px; font-size: 14px; font-weight: 600; }
.pair { margin: 0 0 0 auto; }
main { max-width: 1180px; margin: 0 auto; padding: 8px 16px 32px; }
footer { max-width: 1180px; margin: 0 auto; padding: 0 16px 24px; color: var(--quiet); font-size: 14px; }
h1 { font-size: 26px; line-height: 1.25; margin: 16px 0; }
h2 { font-size: 19px; line-height: 1.3; margin: 0 0 8px; }
h3 { font-size: 16px; margin: 0 0 4px; }
p { margin: 0 0 8px; }
.quiet { color: var(--quiet); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(230px, 100%), 1fr)); gap: 16px; margin: 0 0 16px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px; margin: 0 0 16px; min-width: 0; }
.cards > .card { margin: 0; }
.big { font-size: 28px; font-weight: 700; line-height: 1.2; margin: 0 0 4px; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(460px, 100%), 1fr)); gap: 16px; margin: 0 0 16px; }
.charts > .card { margin: 0; }
.charts svg { display: block; width: 100%; height: auto; }
.state { display: flex; gap: 14px; align-items: flex-start; border-left: 8px solid; }
.state .sign { font-size: 30px; line-height: 1.1; font-weight: 700; }
.state.good { border-left-color: var(--good); background: var(--good-ground); } .state.good .sign, .state.good h2 { color: var(--good); }
.state.fair { border-left-color: var(--fair); background: var(--fair-ground); } .state.fair .sign, .state.fair h2 { color: var(--fair); }
.state.bad { border-left-color: var(--bad); background: var(--bad-ground); } .state.bad .sign, .state.bad h2 { color: var(--bad); }
.state .quiet { color: var(--ink); }
.checks { list-style: none; margin: 8px 0 0; padding: 0; }
.checks li { margin: 0 0 6px; }
.badge { display: inline-block; padding: 0 8px; border-radius: 9px; border: 1px solid var(--line); font-size: 14px; font-weight: 600; white-space: nowrap; }
.badge.good { background: var(--good-ground); color: var(--good); } .badge.fair { background: var(--fair-ground); color: var(--fair); } .badge.bad { background: var(--bad-ground); color: var(--bad); }
.notice { border: 1px solid; border-left-width: 8px; border-radius: 10px; padding: 12px 16px; margin: 16px 0 0; }
.notice.good { background: var(--good-ground); color: var(--good); } .notice.bad { background: var(--bad-ground); color: var(--bad); }
.notice p { color: var(--ink); }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin: 0 0 16px; }
table { border-collapse: collapse; width: 100%; font-size: 15px; }
th, td { text-align: left; vertical-align: top; padding: 8px 12px; border-bottom: 1px solid var(--line); min-width: 76px; max-width: 300px; overflow-wrap: anywhere; }
td time { overflow-wrap: normal; }
tbody tr:last-child > * { border-bottom: 0; }
thead th { color: var(--quiet); font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.id { white-space: nowrap; }
.words { min-width: 280px; max-width: none; }
form + p, form + ul { margin-top: 10px; }
th.tick, td.tick { min-width: 44px; width: 44px; }
time span { white-space: nowrap; }
.value { white-space: pre-wrap; }
mark { background: var(--mark); color: var(--mark-ink); border-radius: 2px; text-decoration: underline; text-decoration-thickness: 2px; }
del { color: var(--bad); } ins { color: var(--good); text-decoration: underline; }
.changes, .list { margin: 0; padding: 0 0 0 18px; }
.parts { margin: 0; display: grid; grid-template-columns: auto 1fr; gap: 2px 10px; } .parts dt { font-weight: 600; } .parts dd { margin: 0; min-width: 0; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0; } .facts dt { color: var(--quiet); } .facts dd { margin: 0; min-width: 0; }
button, select, input[type=text], input[type=number], textarea { font: inherit; color: inherit; border: 1px solid var(--quiet); border-radius: 6px; background: var(--card); padding: 6px 10px; min-height: 40px; max-width: 100%; }
textarea { width: 100%; min-height: 100px; resize: vertical; }
button { background: var(--button); color: var(--button-ink); border-color: var(--button); font-weight: 600; cursor: pointer; padding: 6px 16px; }
button.plain { background: var(--card); color: var(--link); }
button.danger { background: var(--card); color: var(--bad); border-color: var(--bad); }
input[type=radio], input[type=checkbox] { width: 20px; height: 20px; margin: 0 8px 0 0; vertical-align: -4px; accent-color: var(--button); flex: none; }
label { cursor: pointer; }
.field { display: block; margin: 0 0 10px; max-width: 100%; min-width: 0; } .field input, .field select, .field textarea { display: block; margin-top: 2px; max-width: 100%; } .field .long { width: 100%; }
.row { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: end; margin: 0 0 12px; } .row .field { margin: 0; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; margin: 8px 0; }
fieldset { border: 1px solid var(--line); border-radius: 10px; background: var(--card); padding: 12px 16px 16px; margin: 0 0 16px; min-width: 0; }
legend { padding: 0 6px; } legend h2 { margin: 0; }
.sides { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 12px; margin: 8px 0; }
.side { border: 1px solid var(--line); border-radius: 8px; padding: 10px 12px; min-width: 0; display: flex; flex-direction: column; gap: 8px; }
.side.suggested { border: 2px solid var(--good); }
.side .content { flex: 1; max-height: 420px; overflow-y: auto; }
.card > .side { margin: 0 0 12px; }
.choice { display: flex; align-items: flex-start; padding: 6px 0; min-height: 40px; font-weight: 600; }
progress { width: 100%; height: 20px; accent-color: var(--button); }
details > summary { cursor: pointer; padding: 6px 0; }
.pager { display: flex; flex-wrap: wrap; gap: 16px; align-items: center; margin: 0 0 16px; } .pager a { padding: 6px 0; }
@media (max-width: 760px) { .sides { grid-template-columns: 1fr; } .side .content { max-height: 300px; } .pair { margin-left: 0; } h1 { font-size: 22px; } main { padding: 4px 12px 24px; } th, td { min-width: 130px; } .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: 6px; } }
`;
