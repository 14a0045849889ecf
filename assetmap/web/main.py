"""The script that Streamlit runs for every window, again after each thing a person does."""

from assetmap.web.shell import run

run()
