"""What ``assetmap serve`` runs: Streamlit finds the app by the one line that makes it."""

import streamlit as st

from assetmap.web.serving import middleware, routes, script

app = st.App(script(), routes=routes(), middleware=middleware())
