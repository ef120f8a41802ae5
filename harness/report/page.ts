/** The frame of the page. Colours are attributes first: where a policy forbids the style, they stay. */
import { type ColorName, colors, darkColors } from './colors.ts';
import { html, type Markup } from './markup.ts';

export function page(title: string, body: Markup): string {
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${{ markup: style() }}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
  return markup;
}

function style(): string {
  return `
${theme(colors, ':root')}
@media (prefers-color-scheme: dark) { ${theme(darkColors, ':root')} }
${names.map((name) => `.f-${name}{fill:var(--${name});color:var(--${name})} .s-${name}{stroke:var(--${name})}`).join('\n')}
body{background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif;margin:0}
main{max-width:980px;margin:0 auto;padding:24px 16px}
h1{font-size:26px;margin:0 0 4px} h2{margin-top:44px;border-top:1px solid var(--grid);padding-top:16px}
nav{display:flex;flex-wrap:wrap;gap:4px 14px;margin:16px 0} a{color:var(--candidate)}
.verdict{border-left:6px solid var(--quiet);padding:10px 16px;margin:16px 0;font-size:18px;background:color-mix(in srgb,var(--quiet) 8%,transparent)}
.verdict.faster{border-color:var(--faster)} .verdict.slower{border-color:var(--slower)}
.chart,.wide{overflow-x:auto} .chart svg{min-width:640px;max-width:100%;height:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;width:100%}
td,th{text-align:left;vertical-align:top;padding:4px 10px 4px 0;border-bottom:1px solid var(--grid);font-weight:400}
thead th,.group th{font-weight:600} .group th{padding-top:14px} code,small{color:var(--quiet);font-size:12px}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:12px}
figure{margin:0} figure img{max-width:100%;height:auto;border:1px solid var(--grid)} figcaption{font-size:13px}
.warnings{font-size:13px;color:var(--quiet)}
.invalid{color:var(--slower);font-weight:600} .failures{overflow-wrap:anywhere}
@media (forced-colors: active){svg text{fill:CanvasText} svg path,svg line{stroke:CanvasText}}
@media print{nav{display:none} details{display:block} h2{break-after:avoid} .chart{break-inside:avoid}}
`;
}

const names = Object.keys(colors) as ColorName[];

const theme = (tokens: Readonly<Record<ColorName, string>>, selector: string): string =>
  `${selector}{${names.map((name) => `--${name}:${tokens[name]}`).join(';')}}`;
