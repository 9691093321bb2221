/** The page's own style: light and dark, on paper too; nothing is loaded. */
export const STYLE = `
:root{color-scheme:light dark;--paper:#f6f7f9;--card:#fff;--ink:#1c2430;--soft:#5d6878;--line:#dfe3e9;--s0:#2563a8;--s1:#c2571b;--gain:#1d7a4f;--loss:#b3372f}
@media (prefers-color-scheme:dark){:root{--paper:#12161c;--card:#1a2029;--ink:#e7ebf1;--soft:#9aa6b6;--line:#2d3643;--s0:#6aa8ec;--s1:#f0955a;--gain:#58c08c;--loss:#ef7d74}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.6 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1080px;margin:0 auto;padding:2.2rem 1.2rem 4rem}
h1{font-size:1.7rem;line-height:1.3;margin:0}
h2{font-size:1.1rem;margin:0 0 .9rem}
h2 small,h1 small,th small,.tile small{color:var(--soft);font-weight:400;font-size:.8em;margin-left:.45em}
p{margin:.3rem 0}
.soft{color:var(--soft);font-size:.88rem}
.mono{font:.8rem ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1.1rem 1.3rem;margin-top:1.1rem;overflow-x:auto}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(190px,1fr));gap:.8rem;margin-top:1.1rem}
.tile{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.8rem 1rem}
.tile b{display:block;font-size:1.35rem;font-weight:600;line-height:1.35}
.tile b.s1{color:var(--s1);font-size:1.05rem}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,460px),1fr));gap:0 1.1rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:right;padding:.32rem .6rem;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left;padding-left:0;white-space:normal}
thead th{color:var(--soft);font-weight:500;font-size:.85rem}
tbody tr:last-child td{border-bottom:0}
.gain{color:var(--gain)}.loss{color:var(--loss)}
.key{display:inline-block;width:.7em;height:.7em;border-radius:2px;margin:0 .35em 0 .9em}
.key.s0{background:var(--s0)}.key.s1{background:var(--s1)}
svg{display:block;width:100%;min-width:440px;height:auto}
svg text{fill:var(--soft);font-size:12px}
svg .x,svg .v{text-anchor:middle}svg .l{text-anchor:end}svg .n,svg .e{fill:var(--ink)}
svg .s0{fill:var(--s0)}svg .s1{fill:var(--s1)}svg rect.gain{fill:var(--gain)}svg rect.loss{fill:var(--loss)}
svg .axis{stroke:var(--line)}
.badge{display:inline-block;border:1px solid currentColor;border-radius:99px;padding:0 .6em;font-size:.82rem;margin-right:.5em}
.badge.met{color:var(--loss)}.badge.not-met{color:var(--gain)}.badge.open{color:var(--soft)}
@media print{body{background:#fff}section,.tile{break-inside:avoid}}
`;
