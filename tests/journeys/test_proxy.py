"""Behind a reverse proxy that shows the dashboard under a path of its own."""

import os
import shutil
import socket
import time

import pytest
from programs import dashboard, started

pytestmark = pytest.mark.slow

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")

SETTINGS = """
daemon off;
pid {folder}/pid;
error_log {folder}/errors;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port};
    location /synaptic/ {{
      proxy_pass http://127.0.0.1:{behind}/;
      proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection "upgrade";
      proxy_set_header Host $http_host;
    }}
  }}
}}
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return listening.getsockname()[1]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    if not NGINX:
        assert not os.environ.get("CI"), "nginx is missing: apt-get install -y nginx-light"
        pytest.skip("nginx is not installed")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    with dashboard("--prefix", "/synaptic") as (behind, _):
        said = SETTINGS.format(folder=folder, port=port, behind=behind.split(":")[2].split("/")[0])
        (folder / "nginx.conf").write_text(said)
        with started([NGINX, "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")]):
            time.sleep(1)
            yield f"http://127.0.0.1:{port}/synaptic/"


def test_every_page_works_under_the_path(visit):
    page = visit.go()
    page.wait_for_selector(".living-picture .controls", timeout=300_000)
    page.get_by_role("link", name="What if").click()
    page.wait_for_selector("h1:text('What if')")
    assert page.url.startswith(visit.address + "what-if")
    page.reload()
    page.wait_for_selector("h1:text('What if')")
    page.get_by_role("link", name="About").click()
    page.wait_for_selector("h1:text('About')")
