// SPDX-License-Identifier: Apache-2.0
#include "jtp/report/page_style.h"

namespace jtp {

const std::string_view kPageStyle = R"css(
:root{color-scheme:light dark;
--ground:#f6f7f9;--card:#fff;--ink:#1b1f24;--muted:#5c6672;--rule:#dde1e7;--accent:#2563c9;--warn:#fff4d6;--warn-rule:#d9a520;
--s0:#2563c9;--s1:#d9622b;--s2:#15876b;--s3:#8b52c7;--s4:#c23a6b;--s5:#8a7200}
@media(prefers-color-scheme:dark){:root{
--ground:#14171b;--card:#1d2126;--ink:#e6e9ed;--muted:#9aa5b1;--rule:#343b44;--accent:#7aa8f5;--warn:#3a3014;--warn-rule:#a8862b;
--s0:#6fa3f7;--s1:#f08a55;--s2:#3fc19d;--s3:#b58af0;--s4:#f0769f;--s5:#d3b93a}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:76rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.7rem;line-height:1.2;margin:0}
h2{font-size:1.15rem;margin:2.4rem 0 .3rem}
p{max-width:46rem;margin:.3rem 0 .8rem}
.subtitle,.introduction{color:var(--muted)}
.notice{background:var(--warn);border-left:4px solid var(--warn-rule);padding:.6rem .9rem;border-radius:4px;margin:1rem 0}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.8rem;margin:1.2rem 0 0;padding:0}
.figures div{background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:.7rem .9rem}
.figures dt{color:var(--muted);font-size:.82rem}
.figures dd{margin:0;font-size:1.5rem;font-weight:600;line-height:1.25;overflow-wrap:anywhere}
.figures dd small{display:block;font-size:.8rem;font-weight:400;color:var(--muted);line-height:1.4}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(27rem,100%),1fr));gap:.8rem;margin-top:.8rem}
figure{margin:0;background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:.8rem .9rem .5rem;break-inside:avoid}
figcaption{display:flex;flex-wrap:wrap;gap:.1rem 1.2rem;justify-content:space-between;margin-bottom:.3rem}
.legend{display:flex;flex-wrap:wrap;gap:0 1rem;font-size:.82rem;color:var(--muted)}
.legend svg{width:22px;height:8px;margin-right:.35rem;vertical-align:1px}
.chart{display:block;width:100%;height:auto}
.chart text{fill:var(--muted);font-size:11.5px}
.chart .x{text-anchor:middle}.chart .y{text-anchor:end}
.grid,.tick,.axis{fill:none;stroke:var(--rule)}.axis,.tick{stroke:var(--muted)}
.line{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.faint{stroke-width:1;opacity:.35}
.reference{stroke:var(--muted);stroke-width:1.5;stroke-dasharray:5 4}
.dot{fill:var(--c)}.spot{fill:transparent}
.dot:hover,.spot:hover{fill:var(--c);stroke:var(--card);stroke-width:2}
.s0{--c:var(--s0)}.s1{--c:var(--s1)}.s2{--c:var(--s2)}.s3{--c:var(--s3)}.s4{--c:var(--s4)}.s5{--c:var(--s5)}
.scroll{overflow:auto;max-height:38rem;background:var(--card);border:1px solid var(--rule);border-radius:8px;margin-top:.6rem}
table{border-collapse:collapse;width:100%}
th,td{padding:.32rem .8rem;text-align:left;vertical-align:top}
th{position:sticky;top:0;background:var(--card);box-shadow:inset 0 -1px var(--rule);font-size:.82rem;color:var(--muted);white-space:nowrap}
td{border-top:1px solid var(--rule);overflow-wrap:anywhere}
tbody tr:first-child td{border-top:0}
tbody tr:hover{background:color-mix(in srgb,var(--accent) 8%,transparent)}
.n{text-align:right;white-space:nowrap}
th button{all:unset;cursor:pointer}
th button:hover,th[aria-sort] button{color:var(--ink)}
th button:focus-visible,.filter:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
th[aria-sort=ascending] button::after{content:" ▲"}th[aria-sort=descending] button::after{content:" ▼"}
.filter{margin-top:.6rem;padding:.35rem .6rem;width:min(20rem,100%);font:inherit;color:inherit;background:var(--card);border:1px solid var(--rule);border-radius:6px}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.8rem;margin-top:.8rem}
.pictures div{background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:.6rem;overflow-wrap:anywhere;break-inside:avoid}
.pictures img{display:block;max-width:100%;margin:0 auto .4rem}
.pictures small{display:block;color:var(--muted)}
pre{background:var(--card);border:1px solid var(--rule);border-radius:8px;padding:.8rem 1rem;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem;max-height:30rem}
@media print{.scroll,pre{max-height:none}.filter{display:none}body{background:none}}
)css";

// The first click on a title sorts the largest number or the first letter to the top, another click reverses
// the order. Rows without a number stay at the bottom.
const std::string_view kPageScript = R"js(
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0], titles = [...table.tHead.rows[0].cells];
  titles.forEach((title, column) => title.firstChild.addEventListener("click", () => {
    const numeric = title.classList.contains("n"), was = title.getAttribute("aria-sort");
    const up = was ? was === "descending" : !numeric;
    const key = row => {
      const cell = row.cells[column];
      return numeric ? parseFloat(cell.dataset.v) : cell.textContent;
    };
    const order = (a, b) => {
      if (!numeric) return up ? a.localeCompare(b) : b.localeCompare(a);
      return isNaN(a) - isNaN(b) || (up ? a - b : b - a) || 0;
    };
    for (const other of titles) other.removeAttribute("aria-sort");
    title.setAttribute("aria-sort", up ? "ascending" : "descending");
    body.append(...[...body.rows].sort((a, b) => order(key(a), key(b))));
  }));
}
for (const field of document.querySelectorAll("input.filter")) {
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const row of field.nextElementSibling.querySelectorAll("tbody tr"))
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
}
)js";

}  // namespace jtp
