"""How pages look beyond the theme: focus that is seen, tables that can be read, nothing that moves unasked."""

from __future__ import annotations

import streamlit as st

_STYLE = """<style>
a:focus-visible, button:focus-visible, summary:focus-visible, input:focus-visible, textarea:focus-visible,
select:focus-visible, iframe:focus-visible, [tabindex]:focus-visible, [role="combobox"]:focus-visible,
label:has(input:focus-visible) {
  outline: 3px solid #0b3d91 !important; outline-offset: 2px !important;
  box-shadow: 0 0 0 6px #ffffff !important; border-radius: 2px;
}
.stMain .block-container { max-width: 72rem; padding-top: 2.5rem; }
.stMain :is(p, li, caption, dt, dd) { overflow-wrap: break-word; }
.stMain p, .stMain li { max-width: 42rem; }
.answer .first { font-size: 1.35rem; font-weight: 650; line-height: 1.35; margin: 0 0 .4rem; }
.answer { scroll-margin-top: 14rem; }
.answer:focus { outline: none; }
.answer p { margin: 0 0 .4rem; }
.question { padding-top: .8rem; margin: 0 0 -.5rem; }
.band { border: 3px solid #8a1c00; background: #fff3ee; color: #111; padding: .5rem .75rem; font-weight: 650; }
.band { border-color: light-dark(#8a1c00, #ffb59c); background: light-dark(#fff3ee, #34150c);
  color: light-dark(#111, #f5f5f5); }
.band.made-up { border-color: light-dark(#4b5563, #9aa4b2); background: light-dark(#f3f4f6, #1d232a);
  font-weight: 400; }
.band.shared { border: 3px dashed light-dark(#00574a, #6fd6c3); background: light-dark(#e3f4f1, #0c2b27); }
.band.safe { border-color: light-dark(#00574a, #6fd6c3); background: light-dark(#e3f4f1, #0c2b27); }
p.band { margin: 0; }
.stHtml a { color: light-dark(#0b3d91, #8ab4f8); }
.stMain .stElementContainer:has(> iframe[src^="/maps/"]) { flex: none; height: auto; }
.wide { position: relative; overflow-x: auto; max-width: 100%; }
table.facts { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
table.facts caption { text-align: left; padding: 0 0 .4rem; font-weight: 600; }
table.facts th, table.facts td { text-align: left; vertical-align: top; padding: .45rem .6rem;
  border-bottom: 1px solid #9aa4b2; overflow-wrap: break-word; min-width: 4rem; }
table.facts thead th { border-bottom: 2px solid currentColor; }
table.facts tbody th { font-weight: 600; }
table.facts a { display: inline-block; min-height: 24px; }
.captioned-above caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.stMain h2 { font-size: 1.6rem; padding-top: 1rem; }
[data-testid="stSidebarNavLink"] { min-height: 44px; height: auto; }
[data-testid="stSidebarNavLink"] :is(span, p) { white-space: normal; overflow: visible; }
[data-testid="stSidebar"]:is([data-collapsed="true"], [aria-expanded="false"]) * { visibility: hidden !important; }
[data-testid^="stBaseButton-primary"], [data-testid^="stBaseButton-primary"] p { color: light-dark(#fff, #101418); }
:is(.stButton, .stDownloadButton, .stFormSubmitButton) :is(button, p) {
  white-space: normal; overflow-wrap: anywhere; height: auto; }
.stMultiSelect [data-tag] { height: auto; min-height: 28px; }
.stMultiSelect [data-tag], .stMultiSelect [data-tag] :is(span, button) { color: light-dark(#fff, #101418); }
.stMultiSelect [data-tag] button { min-width: 24px; min-height: 24px; }
[data-testid="stFileUploaderDropzoneInstructions"] * { white-space: normal; overflow: visible; }
.stDateInput button { min-height: 26px; min-width: 26px; }
.stCheckbox label { min-height: 28px; }
.stCheckbox label > div:first-of-type { box-shadow: 0 0 0 1px light-dark(#4b5563, #c3cad4); }
[data-testid="stTooltipHoverTarget"] button, .stFileUploader button { min-width: 26px; min-height: 26px; }
@media (min-height: 600px) {
  .stMain .block-container > .stVerticalBlock > div:has(.st-key-other_window) {
    position: sticky; top: 3.75rem; z-index: 90; background: light-dark(#fff, #101418); padding-bottom: .5rem; }
}
@media print { .st-key-never_printed { display: none; } }
@media (max-width: 640px) {
  .answer .first { font-size: 1.15rem; }
  .stMain h1 { font-size: 2rem; }
  table.facts th, table.facts td { padding: .35rem .4rem; }
  table.blocks, table.blocks caption, table.blocks tbody, table.blocks tr, table.blocks tbody th { display: block; }
  table.blocks thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.blocks tr { border-bottom: 1px solid #9aa4b2; padding: .3rem 0; }
  table.blocks tbody th, table.blocks td { border: 0; padding: .15rem 0; }
  table.blocks td { display: grid; grid-template-columns: 38% minmax(0, 1fr); column-gap: .75rem;
    overflow-wrap: anywhere; }
  table.blocks td::before { content: attr(data-label); content: attr(data-label) / ""; }
}
@media (forced-colors: active) {
  .band { border: 3px solid CanvasText; }
  .band.shared { border: 3px dashed Highlight; }
  a:focus-visible { outline-color: Highlight; }
  [data-testid="stSidebarNavLink"][aria-current="page"] { border-left: 6px solid LinkText; }
  .stCheckbox label > div:first-of-type { forced-color-adjust: none; background: Canvas; border: 2px solid ButtonText; }
  .stCheckbox label > div:first-of-type > div { background: ButtonText; }
  .stCheckbox label:has(input:checked) > div:first-of-type { background: Highlight; }
  .stRadio label:has(input:checked) > div > div:first-child > div {
    forced-color-adjust: none; background: ButtonText; width: 60%; height: 60%; border-radius: 50%; }
}
@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation-duration: .001ms !important; animation-iteration-count: 1 !important;
    transition-duration: .001ms !important; scroll-behavior: auto !important; }
}
</style>"""


def apply() -> None:
    """Put our style on the page."""
    st.html(_STYLE)
