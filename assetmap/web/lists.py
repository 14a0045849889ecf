"""What both kinds of list have in common: five rows looked at, columns matched, every row checked, then brought in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from assetmap.messages import tr, tr_count
from assetmap.model.imports import ImportAnswer, Problem, SameFault, same_faults
from assetmap.render import problem_words, words
from assetmap.services.downloads import XLSX_TYPE
from assetmap.services.previews import Preview
from assetmap.services.verdicts import CheckedAnswer
from assetmap.web import parts, working
from assetmap.web.jobs import Work
from assetmap.web.parts import Column

_LONGEST_SAMPLE = 40
_PROBLEMS = 5_000
"""Most rows that a page turns over; all of them are in the file to download."""


@dataclass(frozen=True)
class Task:
    """One kind of list.

    Attributes
    ----------
    key
        Begins the names of its parts on the page.
    sheet
        From a verdict to the spreadsheet of rows to mend.
    file_name
        What that spreadsheet is called.
    value_label
        Heading of what stood in a row that needs a look.
    fields
        Names of columns to their words.
    together
        Whether rows with the same fault are told in one line; else each row has its own, with its name.
    """

    key: str
    sheet: Callable[[ImportAnswer], bytes | None]
    file_name: str
    value_label: str
    fields: Callable[[], Mapping[str, str]]
    together: bool = False


def start_over_with(key: str, stamp: str) -> None:
    """Forget choices and verdicts when another file was chosen."""
    if st.session_state.get(f"{key}_stamp") != stamp:
        st.session_state[f"{key}_stamp"] = stamp
        for name in ("columns", "preview", "check", "done"):
            st.session_state.pop(f"{key}_{name}", None)


def chosen_columns(key: str) -> dict[str, int]:
    """Return field to position of the columns that the person chose."""
    chosen: dict[str, int] = st.session_state.setdefault(f"{key}_columns", {})
    return chosen


def preview_once(key: str, about: object, make: Callable[[], Preview]) -> Preview:
    """Return the preview of a file and choice; it is made anew when they change. It stays with this window."""
    kept = st.session_state.get(f"{key}_preview")
    if kept is None or kept[0] != about:
        kept = (about, make())
        st.session_state[f"{key}_preview"] = kept
    preview: Preview = kept[1]
    return preview


def show_columns(key: str, preview: Preview, *, caption: str, becomes_label: str, samples_label: str) -> None:
    """Show what each column is taken for, with its first rows."""
    rows = [
        {
            "shown": one.shown,
            "becomes": one.becomes,
            "samples": " · ".join(_some(one.samples)) or tr("empty"),
        }
        for one in preview.columns
    ]
    columns = (
        Column(key="shown", label=tr("Column")),
        Column(key="becomes", label=becomes_label),
        Column(key="samples", label=samples_label),
    )
    parts.table(rows, columns, caption=caption, key=f"{key}_seen")
    with st.container():  # its room is always there, so that what stands below stays open
        parts.sentences(preview.notes)


def _some(samples: Iterable[str]) -> list[str]:
    """Return the cells that are not empty, each text once, long ones cut."""
    return list(dict.fromkeys(_short(text) for text in samples if text))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SAMPLE else f"{text[:_LONGEST_SAMPLE]}…"


def match_columns(key: str, preview: Preview, fields: Mapping[str, str]) -> None:
    """Let the person say that a column holds something else than we take it for."""
    with st.expander(tr("Is a column taken for the wrong thing?"), expanded=bool(preview.missing) or _is_matching(key)):
        shown = {one.position: one.shown for one in preview.columns}
        st.selectbox(
            tr("This column"), list(shown), format_func=lambda at: parts.plain(shown.get(at, "")), key=f"{key}_column"
        )
        st.selectbox(
            tr("holds"), list(fields), format_func=lambda name: parts.plain(fields.get(name, "")), key=f"{key}_field"
        )
        st.button(tr("Take it so"), key=f"{key}_take", on_click=_take, args=(key, fields, shown))
        if chosen_columns(key):
            st.button(tr("Forget what I chose"), key=f"{key}_forget", on_click=_forget, args=(key,))


def _take(key: str, fields: Mapping[str, str], shown: Mapping[int, str]) -> None:
    field, at = st.session_state[f"{key}_field"], st.session_state[f"{key}_column"]
    others = {name: place for name, place in chosen_columns(key).items() if place != at}
    st.session_state[f"{key}_columns"] = {**others, field: at}
    _stay_matching(key)
    parts.announce(tr("{column} is taken for: {field}.", column=shown.get(at, ""), field=fields[field]))


def _forget(key: str) -> None:
    st.session_state[f"{key}_columns"] = {}
    _stay_matching(key)
    parts.announce(tr("Columns are taken as we found them."))


def _stay_matching(key: str) -> None:
    """Keep the fold open, and the keyboard in it, whatever the choice changed around it."""
    st.session_state[f"{key}_matching"] = True
    parts.go_on_at(parts.button_spot(f"{key}_take"))


def _is_matching(key: str) -> bool:
    return bool(st.session_state.get(f"{key}_matching"))


def check_then_bring_in(task: Task, about: object, work: Callable[..., Work[CheckedAnswer]]) -> None:
    """Check every row on a press, show the verdict, and on another press bring the list in.

    Parameters
    ----------
    task
        Which kind of list.
    about
        The file and every choice: a verdict on other ones is not shown.
    work
        From ``dry_run``, whether only to check, to the work.
    """
    check, done = f"{task.key}_check", f"{task.key}_done"
    if working.is_running(check) or working.is_running(done):
        working.follow(check if working.is_running(check) else done, about=about)
        return
    brought = working.follow(done, about=about)
    if brought is not None:
        parts.answer(*words.import_sentences(brought.result))
        parts.sentences([tr("It is in. To take it back, choose what was changed, above.")])
        _look_closer(task, brought.result, done=True)
        return
    checked = working.follow(check, about=about)
    if checked is None:
        if st.button(tr("Check every row"), key=f"{task.key}_check_now", type="primary"):
            working.begin(check, tr("Checking every row"), work(dry_run=True), about=about)
            st.rerun()
        return
    parts.answer(*_checked(checked.result))
    _offer(task, checked.result, about, work)
    _look_closer(task, checked.result)


def has_begun(task_key: str) -> bool:
    """Tell whether bringing the list in was begun: from then on nobody promises that nothing is written."""
    return working.is_begun(f"{task_key}_done")


def _checked(answer: ImportAnswer) -> list[str]:
    """Say what would become of the rows, and that nothing is written yet."""
    if not answer.read:
        return words.import_sentences(answer)
    counts = (
        (answer.added, tr_count("{number} is new", "{number} are new", answer.added)),
        (answer.changed, tr_count("{number} changes one", "{number} change one", answer.changed)),
        (answer.unchanged, tr_count("{number} is here already", "{number} are here already", answer.unchanged)),
        (answer.refused, tr_count("{number} cannot go in", "{number} cannot go in", answer.refused)),
    )
    told = words.join(text for number, text in counts if number)
    said = tr_count("{number} row checked: {parts}.", "{number} rows checked: {parts}.", answer.read, parts=told)
    look = tr("Nothing is written yet. The table below says which rows need a look, and what to do.")
    return [said, look if answer.problems else tr("Nothing is written yet. No row needs a look.")]


def _offer(task: Task, answer: ImportAnswer, about: object, work: Callable[..., Work[CheckedAnswer]]) -> None:
    usable = answer.added + answer.changed
    if not usable:
        return
    label = tr("Bring in {number} rows", number=f"{usable:,}") if usable > 1 else tr("Bring in 1 row")
    if st.button(label, key=f"{task.key}_bring_in", type="primary"):
        working.begin(f"{task.key}_done", tr("Bringing it in"), work(dry_run=False), about=about)
        st.rerun()


def _problem_row(task: Task, answer: CheckedAnswer, problem: Problem, *, done: bool) -> dict[str, Any]:
    """Return what a page tells of a row that needs a look: which it is, and whether it goes in."""
    became = _became(answer, problem.row, done=done)
    field = task.fields().get(problem.field, problem.field)
    return {**problem.as_record(), "row": _row_words(problem.row, answer.names), "field": field, "became": became}


def _fault_row(task: Task, answer: CheckedAnswer, fault: SameFault, *, done: bool) -> dict[str, Any]:
    """Return what a page tells of the rows with one fault; they go in together, or none of them does."""
    return {
        "row": problem_words.row_words(fault.rows),
        "became": _became(answer, fault.rows[0], done=done),
        "field": task.fields().get(fault.field, fault.field),
        "value": problem_words.value_words(fault.values),
        "expected": fault.expected,
        "fix": fault.fix,
    }


def _became(answer: CheckedAnswer, row: int, *, done: bool) -> str:
    if not row:
        return ""
    out, into = (tr("Did not go in"), tr("Is in")) if done else (tr("Cannot go in"), tr("Goes in"))
    return out if row in answer.refused_rows else into


def _row_words(row: int, names: Mapping[int, str]) -> str:
    if names.get(row):
        return tr("Row {number}: {name}", number=f"{row:,}", name=names[row])
    return problem_words.row_words((row,))


def _look_closer(task: Task, answer: CheckedAnswer, *, done: bool = False) -> None:
    """Show the rows that need a look, as a file too, then what else was noticed."""
    _offer_rows(task, answer)
    if answer.problems:
        faults = same_faults(answer.problems, apart=answer.refused_rows) if task.together else []
        rows = [_fault_row(task, answer, one, done=done) for one in faults] or [
            _problem_row(task, answer, one, done=done) for one in answer.problems[:_PROBLEMS]
        ]
        if any(len(one.rows) > problem_words.ROWS_NAMED for one in faults):
            parts.sentences([tr("Rows with the same fault share a line. The file to download names all of them.")])
        columns = (
            Column(key="row", label=tr("Row")),
            Column(key="became", label=tr("What becomes of it")),
            Column(key="field", label=tr("Column")),
            Column(key="value", label=task.value_label),
            Column(key="expected", label=tr("Expected")),
            Column(key="fix", label=tr("What to do")),
        )
        parts.table(rows, columns, caption=tr("Rows that need a look"), key=f"{task.key}_problems")
    if answer.notes:
        with st.expander(tr("What else we noticed")):
            parts.sentences(answer.notes)


def _offer_rows(task: Task, answer: ImportAnswer) -> None:
    sheet = task.sheet(answer)
    if sheet is not None:
        st.download_button(
            tr("Download the rows to mend (XLSX)"),
            sheet,
            file_name=task.file_name,
            mime=XLSX_TYPE,
            key=f"{task.key}_to_mend",
            on_click="ignore",
        )
