"""One thin module a page, each with ``show()``. Not named pages: Streamlit runs the files of such a folder itself."""
