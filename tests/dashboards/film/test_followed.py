"""A story beside the film: one list however long a life, in which what people wrote stays text."""

import re

import reacton
from ipywidgets import Widget

from dashboards.film import followed
from simulation.stories.pair import Pair, Row

TITLES = ("Doing things", "<script>alert(1)</script>")


def life(months):
    return [Row(m, m, [f"In month {m} & more."], ["This."], [], m == 3) for m in range(months)]


def test_what_people_wrote_is_escaped_and_each_month_stands_once():
    html = followed.rows([*life(5), Row(6, 9, ["Quiet."], [], [], False)], TITLES)
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 5
    assert html.count('class="parting"') == 1
    assert re.findall(r'class="when">(.*?)<', html)[-2:] == ["May of year 1", "July of year 1 to October of year 1"]
    assert "In month 4 &amp; more." in html
    assert html.count("Nothing new.") == 5


def test_earlier_years_are_folded_away_and_the_last_one_is_seen():
    """A row belongs to the year in which it begins; years in which none begins have no fold."""
    quiet = Row(13, 40, ["Quiet."], [], [], False)
    told = [*life(3), quiet, Row(41, 41, ["News."], [], [], False), Row(50, 50, ["The last."], [], [], False)]
    years = followed.by_year(told)
    assert [row for rows in years.values() for row in rows] == told
    assert years[5] == told[-1:]
    html = followed.folded(years, TITLES)
    assert re.findall(r"<details><summary>(.*?)</summary>", html) == ["Year 1", "Year 2", "Year 4", "Year 5"]


def test_a_life_of_240_months_takes_no_more_parts_than_one_of_two(monkeypatch):
    def widgets(months):
        monkeypatch.setattr(followed, "key_said", lambda *_: "12")
        monkeypatch.setattr(followed, "both_stories", lambda *_: Pair("Ada", life(months), 3, ["Here they part."]))
        film = type("Film", (), {"name": str(months)})
        _, rc = reacton.render(
            followed.Followed(film, TITLES, {"kind": "person", "number": 1}, 241), handle_error=False
        )
        found = rc.find(Widget).widgets
        rc.close()
        return len(found)

    assert widgets(240) == widgets(2)


def test_whoever_is_followed_is_told_the_key_and_the_command_that_tells_the_same():
    assert followed.keyed("agency", "care@Mill town", "run.py follow a b") == (
        "Key of this agency: care@Mill town. run.py follow a b --agency 'care@Mill town' tells the same life."
    )
    assert followed.keyed("person", "7", "") == "Key of this person: 7."
