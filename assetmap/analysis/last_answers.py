"""Which answer of several counts: the last one that somebody gave, be it that they would rather not say.

A blank is no answer: a list without the question, or a form that was handed in half empty, takes nothing back. Who
says "yes" in February and "prefer not to say" in May has taken it back.
"""

from __future__ import annotations

import pandas as pd

from assetmap.model.participation import DECLINED, NOT_STATED


def last_answers(said: pd.Series) -> pd.Series:
    """Return what each one answered last.

    Parameters
    ----------
    said
        What was written down, oldest first, the index says of whom (several levels are one key). ``DECLINED`` where
        they would rather not say; "not stated" or empty where there is no answer.

    Returns
    -------
    pandas.Series
        One row each, in the order of ``said``; "not stated" where the last answer is that they would rather not say,
        and where there is none.
    """
    answered = said[~said.isin(["", NOT_STATED])]
    last = answered[~answered.index.duplicated(keep="last")].replace(DECLINED, NOT_STATED)
    return last.reindex(said.index[~said.index.duplicated()]).fillna(NOT_STATED)
