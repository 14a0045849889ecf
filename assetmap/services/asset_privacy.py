"""What of a row stays private: a person's own number or address, wherever it was written, and what is no contact."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assetmap.messages import mark, tr
from assetmap.model.asset_fields import ASSET_FIELD_BY_NAME, FREE_TEXT_FACTS
from assetmap.services import asset_contacts, asset_kinds
from assetmap.services.asset_draft import Draft

_LEFT_OUT_FIX = {
    asset_kinds.NEVER_LOCATED_REASON: mark(
        "Nothing to do: refuges, children's homes, prisons and the like are never kept."
    ),
    asset_kinds.MAYBE_NEVER_LOCATED_REASON: (
        mark(
            "It has a word for a refuge, a prison or the like. If it is not such a place, add it by hand in "
            "other words with `assetmap asset add`."
        )
    ),
}
_TAKEN_OUT = mark("no personal mobile or e-mail address")
_TAKEN_FIX = mark("We took it out and keep it private. Read the text again, and correct it if words are missing.")


def leave_out_of_sight(draft: Draft, why: str) -> None:
    """Leave a row out that is, or may be, a place that is never located or published."""
    draft.leave_out(why, tr("a place that may be on a map"), tr(_LEFT_OUT_FIX[why]))


def keep_contacts(draft: Draft, *, phone: str, email: str, website: str) -> None:
    """Give a draft its public number, e-mail and web address; what is personal or none of these is kept private."""
    public, mobiles, other_words = asset_contacts.read_phones(phone)
    draft.facts |= {"phone": public} if public else {}
    hold(draft, "mobile", mobiles)
    if other_words:
        draft.private["note: telephone"] = phone
    address, personal, other_words = asset_contacts.read_emails(email)
    draft.facts |= {"email": address} if address else {}
    hold(draft, "personal_email", personal)
    if other_words:
        draft.private["note: e-mail"] = email
        if not address and not personal:
            draft.question(
                "email", email, tr("an e-mail address"), tr("Correct it; your words are kept as a private note.")
            )
    _keep_website(draft, website)


def _keep_website(draft: Draft, text: str) -> None:
    bare, mobiles, addresses = asset_contacts.take_private(text)
    hold(draft, "mobile", mobiles)
    hold(draft, "personal_email", addresses)
    website, more = asset_contacts.read_website(bare)
    draft.facts |= {"website": website} if website else {}
    if more:
        draft.private["note: website"] = text
    if more or (text and not website):
        fix = tr("Correct it; what stood there is kept as a private note.")
        draft.question("website", tr("not shown"), tr("one web address, such as https://example.org"), fix)


def clean_texts(draft: Draft) -> None:
    """Take personal mobiles and e-mail addresses out of all that anybody may read; the text as it was stays private."""
    draft.name = _cleaned(draft, "name", draft.name)
    draft.detail = _cleaned(draft, "detail", draft.detail)
    for name in FREE_TEXT_FACTS:
        if name in draft.facts:
            draft.facts[name] = _cleaned(draft, name, draft.facts[name])
    draft.facts = {name: text for name, text in draft.facts.items() if text}
    for name, fact in draft.access.items():
        if fact.detail:
            draft.access[name] = replace(fact, detail=_cleaned(draft, name, fact.detail))


def _cleaned(draft: Draft, name: str, text: str) -> str:
    bare, mobiles, addresses = asset_contacts.take_private(text)
    if bare == text:
        return text
    hold(draft, "mobile", mobiles)
    hold(draft, "personal_email", addresses)
    label = ASSET_FIELD_BY_NAME[name].label.casefold() if name in ASSET_FIELD_BY_NAME else name.replace("_", " ")
    draft.private[f"note: {label}"] = text
    draft.question(name, tr("not shown"), tr(_TAKEN_OUT), tr(_TAKEN_FIX))
    return bare


def hold(draft: Draft, name: str, text: str) -> None:
    """Add to a draft's private fact what is not there yet."""
    together = join_private([draft.private.get(name, ""), text])
    if together:
        draft.private[name] = together


def join_private(texts: Iterable[str]) -> str:
    """Put lists of private numbers or addresses together, each once."""
    parts = [part.strip() for text in texts for part in text.split(", ") if part.strip()]
    return ", ".join(dict.fromkeys(parts))
