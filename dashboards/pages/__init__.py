"""The dashboard's pages and their addresses."""

import solara

from dashboards.pages.about import About
from dashboards.pages.two_worlds import TwoWorlds
from dashboards.pages.what_if import WhatIf
from dashboards.shell import Shell

routes = [
    solara.Route("/", component=TwoWorlds, label="Two worlds", layout=Shell),
    solara.Route("what-if", component=WhatIf, label="What if"),
    solara.Route("about", component=About, label="About"),
]
