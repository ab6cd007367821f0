"""The desk: the record as pages, to read, check and correct in a browser. ``standoff serve`` opens it.

One process beside the store: each request opens the store for reading, and only a judgement opens it for writing.
:mod:`app` puts it together, :mod:`security` stands in front of it, :mod:`queries` asks the store, ``pages_*`` answer
with HTML from ``templates/``, :mod:`api` with JSON. Nothing is fetched from anywhere: style and script are ours, in
``static/``.
"""
