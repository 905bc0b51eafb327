"""Behind a reverse proxy that shows the dashboard under a path of its own."""

import os
import shutil

import pytest
from programs import answers, dashboard, free_port, started

from tests.journeys.what_if_page import SHORT, fetched, press, share, wait_for_runs

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


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    if not NGINX:
        assert not os.environ.get("CI"), "nginx is missing: apt-get install -y nginx-light"
        pytest.skip("nginx is not installed")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    with dashboard("--prefix", "/synaptic") as behind:
        said = SETTINGS.format(folder=folder, port=port, behind=behind.address.split(":")[2].split("/")[0])
        (folder / "nginx.conf").write_text(said)
        address = f"http://127.0.0.1:{port}/synaptic/"
        with started([NGINX, "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")]) as proxy:
            assert answers(address, proxy, 20), (folder / "errors").read_text()
            yield address


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


def test_the_film_plays_under_the_path(visit):
    page = visit.go()
    page.wait_for_selector(".living-picture .controls", timeout=300_000)
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("document.querySelector('.living-picture input').value > 3")
    page.get_by_role("button", name="Pause").click()
    page.wait_for_selector("h2:has-text('What happens in'):not(:has-text('January of year 1'))")


def test_a_lever_moves_and_a_file_is_fetched_under_the_path(visit):
    page = visit.go(SHORT)
    wait_for_runs(page)
    press(page, "ArrowRight", 5)
    page.wait_for_function("location.search.includes('connecting_share=0.35')")
    assert page.url.startswith(visit.address + "what-if?")
    assert share(page) == "35 %"
    page.wait_for_selector(".glance .was", timeout=60_000)
    wait_for_runs(page)
    assert fetched(page, "[data-file='summary.csv']").startswith(b"scenario,draw")
    assert b"connecting_share: 0.35" in fetched(page, "[data-file='scenario.yaml']")
    page.go_back()
    page.wait_for_function("!location.search.includes('connecting_share')")
    assert page.url.startswith(visit.address + "what-if")
