"""New inputs from a browser: spooled, analysed in a process that can do no harm, then published.

    spool        where uploads and analyses lie, one folder each
    supervisor   starts the worker, watches it, says how it ended
    worker       gives up everything but its folder, then reads what was sent and builds
    preview      what would change, told by the worker and shown by the site
    publication  the previewed bytes become the current version; an older one comes back

Nothing is published before somebody has seen what would change.
"""
