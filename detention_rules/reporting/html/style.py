"""How a page looks, on a screen of any width and on A4 paper. Every rule is confined to elements inside `.dr`, for notebooks."""

from __future__ import annotations

from detention_rules.model.findings import Verdict
from detention_rules.reporting.picture.palette import INK, LINE, MUTED, PAPER, VERDICTS
from detention_rules.reporting.picture.style import FONT

_INKS = "".join(f".dr .dr-{verdict.value}{{color:{colour.ink}}}\n" for verdict, colour in VERDICTS.items())
_EDGES = "".join(f".dr .dr-is-{verdict.value}{{border-left-color:{colour.ink}}}\n" for verdict, colour in VERDICTS.items())

PAGE = f"""
body.dr{{margin:0 auto;max-width:54rem;padding:1.5rem 1.25rem 3rem}}
.dr{{background:{PAPER};color:{INK};font:1rem/1.5 {FONT};overflow-wrap:anywhere}}
.dr *{{box-sizing:border-box}}
.dr h1,.dr h2,.dr h3,.dr h4,.dr h5{{color:{INK};font-weight:bold;line-height:1.25;margin:2rem 0 .6rem;text-wrap:balance}}
.dr h1{{font-size:1.7rem;margin-top:.5rem}}
.dr h2{{font-size:1.25rem}}
.dr h3{{font-size:1.06rem}}
.dr h4,.dr h5{{font-size:1rem}}
.dr p,.dr ul,.dr ol{{margin:.5rem 0}}
.dr a{{color:{VERDICTS[Verdict.PENDING].ink}}}
.dr :is(a,figure,summary):focus-visible{{outline:3px solid {VERDICTS[Verdict.PENDING].ink};outline-offset:2px}}
.dr small,.dr .dr-muted,.dr .dr-number{{color:{MUTED}}}
.dr .dr-number{{font-weight:normal}}
.dr .dr-skip{{position:absolute;left:-99rem}}
.dr .dr-skip:focus{{position:static}}
.dr dl,.dr dd{{margin:0}}
.dr dt{{color:{MUTED}}}
.dr .dr-about,.dr .dr-facts,.dr .dr-particulars{{font-size:.94rem}}
.dr :is(.dr-about,.dr-facts,.dr-particulars)>div{{display:grid;gap:0 .75rem;padding:.1rem 0}}
.dr :is(.dr-about,.dr-facts,.dr-particulars)>div{{grid-template-columns:8.5rem minmax(0,1fr)}}
.dr dl.dr-facts>div{{grid-template-columns:14rem minmax(0,1fr)}}
.dr .dr-short{{border:1px solid {LINE};border-radius:6px;margin:1.25rem 0;padding:.6rem 1rem}}
.dr .dr-short ul{{list-style:none;padding:0}}
.dr .dr-short li{{margin:.3rem 0;padding-left:1.6rem;text-indent:-1.6rem}}
.dr .dr-sign{{height:1em;margin:0 .6em -.1em 0;text-indent:0;width:1em}}
.dr figure{{margin:.75rem 0 1.5rem;overflow-x:auto}}
.dr .dr-picture{{display:block;height:auto;min-width:46rem;width:100%}}
.dr .dr-finding{{border-left:4px solid {LINE};margin:1rem 0 1.5rem;padding:.1rem 0 .1rem 1rem}}
.dr .dr-finding :is(h2,h3,h4,h5,h6){{margin:0 0 .4rem}}
.dr h3 .dr-status,.dr h4 .dr-status,.dr h5 .dr-status{{margin-left:.4em}}
.dr .dr-steps{{font-size:.94rem;margin:.6rem 0 0;padding-left:1.4rem}}
.dr .dr-steps li{{margin:.15rem 0}}
.dr table{{border-collapse:collapse;font-size:.9rem;width:100%}}
.dr th{{border-bottom:2px solid {MUTED};color:{MUTED};font-weight:bold;text-align:left}}
.dr td,.dr th{{padding:.35rem .75rem .35rem 0;text-align:left;vertical-align:top}}
.dr td{{border-bottom:1px solid {LINE};background:none}}
.dr .dr-events,.dr .dr-complied-table{{table-layout:fixed}}
.dr .dr-events th:nth-child(1){{width:24%}}
.dr .dr-events th:nth-child(2){{width:38%}}
.dr .dr-complied-table th{{width:14%}}
.dr .dr-complied-table th:nth-child(3),.dr .dr-complied-table th:nth-child(4){{width:17.5%}}
.dr .dr-complied-table th:first-child{{width:37%}}
.dr .dr-toc td:not(:first-child),.dr .dr-toc th:not(:first-child){{text-align:right}}
.dr td>span:not(.dr-time),.dr td>small{{display:block}}
.dr .dr-time{{white-space:nowrap}}
.dr details{{font-size:.9rem}}
.dr summary{{color:{MUTED};cursor:pointer}}
.dr .dr-minor{{font-size:.88rem}}
.dr .dr-notes>div{{margin:.6rem 0}}
.dr .dr-notes dt{{color:{INK};font-weight:bold}}
.dr .dr-notes p{{margin:.2rem 0}}
{_INKS}{_EDGES}
@media (max-width:40rem){{
body.dr{{padding:1rem .9rem 2rem}}
.dr h1{{font-size:1.4rem}}
.dr dl:is(.dr-about,.dr-facts,.dr-particulars)>div{{grid-template-columns:minmax(0,1fr);padding:.2rem 0}}
.dr .dr-finding{{padding-left:.7rem}}
.dr thead{{clip-path:inset(50%);position:absolute}}
.dr tr,.dr td{{display:block}}
.dr tr{{border-bottom:1px solid {LINE};padding:.4rem 0}}
.dr td{{border:0;padding:.1rem 0}}
.dr td:empty{{display:none}}
.dr td:not(:first-child)::before{{color:{MUTED};content:attr(data-label) ": "}}
.dr .dr-toc td:not(:first-child){{display:inline-block;margin-right:.9rem;text-align:left}}
}}
"""

PRINT = f"""
@page{{size:210mm 297mm;margin:16mm 16mm 18mm;@bottom-right{{content:counter(page) " / " counter(pages);color:{MUTED};font:9pt {FONT}}}}}
@media print{{
html{{font-size:10pt}}
body.dr{{max-width:none;padding:0}}
.dr{{font-size:1rem;line-height:1.4}}
.dr h1{{margin-top:0}}
.dr h1,.dr h2,.dr h3,.dr h4,.dr h5,.dr dt{{break-after:avoid}}
.dr .dr-scenario+.dr-scenario,.dr header+.dr-scenario{{break-before:page}}
.dr figure,.dr .dr-short,.dr tr,.dr .dr-finding,.dr .dr-particulars,.dr li{{break-inside:avoid}}
.dr figure{{margin:.4rem 0 .8rem;overflow:visible}}
.dr .dr-picture{{min-width:0}}
.dr p,.dr li,.dr dd{{orphans:3;widows:3}}
.dr thead{{display:table-header-group}}
.dr details{{display:none}}
.dr .dr-skip{{display:none}}
.dr a{{color:inherit;text-decoration:none}}
.dr *{{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
}}
"""
