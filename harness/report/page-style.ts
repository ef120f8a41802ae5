/** How the page looks: on a screen, light and dark, narrow and wide; on paper; in forced colours. */
import { type ColorName, colors, darkColors } from './colors.ts';

const names = Object.keys(colors) as ColorName[];

const theme = (tokens: Readonly<Record<ColorName, string>>, scheme: 'light' | 'dark'): string =>
  `color-scheme:${scheme};${names.map((name) => `--${name}:${tokens[name]}`).join(';')}`;

/** Where the system's colours replace the page's, sides differ by them and by their words and widths. */
const systemColors: Readonly<Record<ColorName, string>> = {
  baseline: 'CanvasText',
  candidate: 'LinkText',
  faster: 'CanvasText',
  slower: 'CanvasText',
  step: 'GrayText',
  call: 'LinkText',
  statement: 'CanvasText',
  wait: 'Highlight',
  quiet: 'CanvasText',
  grid: 'GrayText',
  ink: 'CanvasText',
  paper: 'Canvas',
};

const palettes = `:root{${theme(colors, 'light')}}
@media screen and (prefers-color-scheme:dark){:root:not(:has(#theme-light:checked)){${theme(darkColors, 'dark')}}}
@media screen{:root:has(#theme-dark:checked){${theme(darkColors, 'dark')}}}
@media (forced-colors:active){:root,:root:has(#theme-light:checked),:root:has(#theme-dark:checked),:root:not(:has(#theme-light:checked)){${names.map((name) => `--${name}:${systemColors[name]}`).join(';')}}}
${names.map((name) => `.f-${name}{fill:var(--${name});color:var(--${name})}.s-${name}{stroke:var(--${name})}.c-${name}{color:var(--${name})}`).join('\n')}`;

const text = `
*{box-sizing:border-box}
html{scroll-padding-top:56px}
body{background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif;margin:0}
main{max-width:1012px;margin:0 auto;padding:16px;outline:none}
h1{font-size:26px;line-height:1.25;margin:8px 0 4px} h2{margin-top:44px;border-top:1px solid var(--grid);padding-top:16px}
h1,h2,h3,h4,p,li,summary,figcaption,td code,.verdict{overflow-wrap:anywhere}
a{color:var(--candidate)} :focus-visible{outline:2px solid var(--candidate);outline-offset:2px}
code,small{color:var(--quiet);font-size:12px} mark{background:none;color:inherit;font-weight:600}
mark::before{content:"≠ ";color:var(--slower)}
pre{border:1px solid var(--grid);padding:8px 12px;overflow-x:auto} pre code{color:inherit;font-size:13px}
.verdict{border-left:6px solid var(--quiet);padding:10px 16px;margin:16px 0;font-size:18px;background:color-mix(in srgb,var(--quiet) 8%,transparent)}
.verdict.faster{border-color:var(--faster)} .verdict.slower{border-color:var(--slower)}
.warnings{font-size:13px;color:var(--quiet)} .invalid{color:var(--slower);font-weight:600} .failures{overflow-wrap:anywhere}
.top{font-size:13px;margin:24px 0 0}`;

const bar = `
.skip{position:absolute;left:8px;top:-99px;z-index:3;background:var(--paper);padding:8px 12px} .skip:focus{top:8px}
.bar{position:sticky;top:0;z-index:2;display:flex;align-items:center;justify-content:flex-end;gap:8px;background:var(--paper);border-bottom:1px solid var(--grid);padding:6px 16px}
.bar nav{flex:1;min-width:0;overflow-x:auto;scrollbar-width:thin} .bar ul{display:flex;gap:2px 4px;margin:0;padding:0;list-style:none;font-size:14px}
.bar li{white-space:nowrap;overflow-wrap:normal} .bar li a{display:block;max-width:240px;overflow:hidden;text-overflow:ellipsis;padding:4px 6px;outline-offset:-2px}
.theme{display:flex;border:0;margin:0;padding:0} .theme legend,.theme span{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.theme label{position:relative;width:28px;height:28px;line-height:28px;text-align:center;border-radius:4px;cursor:pointer}
.theme input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.theme label:has(:checked){background:var(--ink);color:var(--paper)} .theme label:has(:focus-visible){outline:2px solid var(--candidate);outline-offset:2px}
@media screen and (min-width:1280px){
body:has(nav){display:grid;grid-template-columns:236px minmax(0,1fr)} html:has(nav){scroll-padding-top:8px}
body:has(nav) .bar{height:100vh;align-self:start;flex-direction:column;align-items:stretch;border-bottom:0;border-right:1px solid var(--grid);padding:16px 8px}
.bar nav{overflow-y:auto;min-height:0} .bar ul{flex-direction:column} .bar li a{max-width:none} .bar .scenario{padding-left:12px}
main{width:100%}}`;

const content = `
.scroll,.wide{overflow-x:auto} path[fill=none]:not([stroke-opacity]){stroke-linejoin:round;stroke-linecap:round} .scroll svg{display:block;min-width:640px;max-width:100%;height:auto}
.behind{font-size:13px;margin:4px 0 16px} table{border-collapse:collapse;font-variant-numeric:tabular-nums;width:100%}
td,th{text-align:left;vertical-align:top;padding:4px 10px 4px 0;border-bottom:1px solid var(--grid);font-weight:400}
td small,.numbers th code{display:block} thead th,.group th{font-weight:600} .group th{padding-top:14px}
.sort{all:unset;cursor:pointer} .sort:hover{text-decoration:underline dotted} .sort:focus-visible{outline:2px solid var(--candidate)}
[aria-sort=ascending] .sort::after{content:" ▲"} [aria-sort=descending] .sort::after{content:" ▼"}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(300px,100%),1fr));gap:12px}
dt{font-weight:600} dd{margin:0 0 4px 16px} figure{margin:0} figure img{max-width:100%;height:auto;border:1px solid var(--grid)} figcaption{font-size:13px;margin-bottom:8px}
.crosshair{stroke:var(--ink);pointer-events:none}
.reading{margin:0} .reading:not(:empty){position:fixed;inset:auto 0 0;z-index:2;padding:8px 16px;background:var(--paper);border-top:1px solid var(--ink)}
@media screen{.long>section~section{content-visibility:auto;contain-intrinsic-size:auto 1200px} .long>[id^=scenario-]{contain-intrinsic-size:auto 3600px}}
@media (forced-colors:active){.theme label:has(:checked){forced-color-adjust:none;background:Highlight;color:HighlightText} .f-baseline,.f-candidate{font-weight:600}}
@media print{body{font-size:11px} .bar,.skip,.top,.reading{display:none} main{max-width:none;padding:0} h2,h3{break-after:avoid} .scroll,.wide{overflow:visible} .scroll svg{min-width:0} figure,tr{break-inside:avoid} table,code,small,pre code,.behind,.warnings,figcaption{font-size:9px} .verdict{font-size:14px} td,th{overflow-wrap:anywhere;min-width:4.1em;padding-right:4px} .behind table{font-size:7px} details::details-content{content-visibility:visible;block-size:auto}}
`;

export const pageStyle = `${palettes}${text}${bar}${content}`;
