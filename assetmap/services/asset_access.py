"""Access facts as our own lists write them: JSON or 'hearing_loop: yes; lift: no'."""

from __future__ import annotations

import json

from assetmap.messages import tr
from assetmap.model.access_feature import ACCESS_FEATURE_BY_NAME, Answer
from assetmap.model.asset import AccessFact
from assetmap.services import asset_cells
from assetmap.services.asset_draft import Draft


def read_own_access(text: str, draft: Draft) -> dict[str, AccessFact]:
    """Return the access facts of an 'access' cell; words we do not know are asked about and kept."""
    facts: dict[str, AccessFact] = {}
    for name, said in _pairs(text).items():
        feature = ACCESS_FEATURE_BY_NAME.get(name)
        if feature is None:
            draft.question(
                "access", name, tr("a feature we know"), tr("Correct the name; it was kept as a private note.")
            )
            draft.private[f"note: access {name}"] = said
            continue
        answer, detail, _ = asset_cells.read_answer(feature, said)
        if detail or answer != Answer.NOT_RECORDED:
            facts[name] = AccessFact(answer, draft.source, draft.checked_on, detail)
    return facts


def _pairs(text: str) -> dict[str, str]:
    if not text.strip():
        return {}
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):  # thousands of brackets inside each other are no answer either
        parts = [part.partition(":") for part in text.split(";")]
        return {name.strip(): said.strip() for name, _, said in parts if name.strip()}
    return {str(name): str(said) for name, said in read.items()} if isinstance(read, dict) else {}
