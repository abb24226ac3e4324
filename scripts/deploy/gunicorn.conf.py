"""gunicorn behind nginx: `gunicorn -c scripts/deploy/gunicorn.conf.py 'webmap:create_app()'`.

Two processes of four threads answer best on two cores; a process that dies is replaced, and
`systemctl reload` exchanges them one by one without a lost answer.
"""

import logging
import os
from threading import Thread
from typing import Any

from webmap.assets import EXTENSION as ASSETS

bind = os.environ.get("ALLEYS_BIND", "unix:/run/alleys/site.sock")
umask = 0o007  # the socket is for nginx, which belongs to the group
worker_class = "gthread"
workers = int(os.environ.get("ALLEYS_WORKERS", "2"))
threads = 4
timeout = 60
graceful_timeout = 30
keepalive = 75  # longer than nginx keeps its own connections (60 s): it is nginx that closes
worker_tmp_dir = "/dev/shm"  # nosec B108 - where gunicorn wants it: in memory
# Stricter than what the site could ever be asked.
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 8190
# Only nginx reaches the socket; what it says of the client is judged by ALLEYS_PROXIES.
forwarded_allow_ips = "*"
# The site writes its own log, without searches, positions and addresses.
accesslog = None
errorlog = "-"
proc_name = "alleys"


def post_worker_init(worker: Any) -> None:
    """Compress the static files before the first visitor asks for them."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    assets = worker.wsgi.extensions[ASSETS]
    Thread(target=assets.warm, name="compress assets", daemon=True).start()
