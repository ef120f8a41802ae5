/** How the page of `/live` looks. */
export const style = `
:root{color-scheme:light dark;--quiet:light-dark(#57606a,#9ba6b2);--line:light-dark(#d0d7de,#3d444d);--good:light-dark(#15803d,#4ade80);--bad:light-dark(#b91c1c,#f87171)}
body{font:14px/1.4 system-ui,sans-serif;margin:12px 16px}
h1{font-size:20px;margin:0 12px 0 0} h2{font-size:13px;margin:0;overflow-wrap:anywhere}
header,form{display:flex;flex-wrap:wrap;gap:8px;align-items:center}
header p{color:var(--bad);margin:0} input{width:140px}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:8px;margin:12px 0}
dl div{border:1px solid var(--line);border-radius:6px;padding:6px 10px}
dt{color:var(--quiet);font-size:12px} dd{margin:0;font-size:20px;font-variant-numeric:tabular-nums}
main{display:grid;grid-template-columns:repeat(auto-fill,minmax(240px,1fr));gap:8px}
article{border:1px solid var(--line);border-radius:6px;padding:8px 10px}
article p{margin:0} .counts{color:var(--quiet);font-size:12px} .status{font-weight:600}
.completed{color:var(--good)} .failed{color:var(--bad)}
ol{margin:6px 0;padding-left:20px;font-size:12px}
.text{height:8.4em;overflow:hidden;display:flex;flex-direction:column-reverse;font-size:12px;border-top:1px solid var(--line);padding-top:4px;white-space:pre-wrap;overflow-wrap:anywhere}
`;
