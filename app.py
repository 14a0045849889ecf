"""For ``streamlit run app.py``: the same app as ``assetmap serve``."""

import streamlit as st

from assetmap.web.serving import middleware, routes, script

app = st.App(script(), routes=routes(), middleware=middleware())
