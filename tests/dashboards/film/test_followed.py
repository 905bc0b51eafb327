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


def test_the_opening_and_the_last_year_are_seen_and_the_years_between_folded_away():
    """A row belongs to the year in which it begins; years in which none begins have no fold."""
    quiet = Row(13, 40, ["Quiet."], [], [], False)
    later = [Row(month, month, [f"News {month}."], [], [], False) for month in (41, 50, 51)]
    earlier, last = followed.parted([*life(3), quiet, *later], TITLES)
    opening, *folds = earlier.split("<details>")
    assert [re.findall("<summary>(.*?)</summary>", one) for one in folds] == [["Year 1"], ["Year 2"], ["Year 4"]]
    assert re.findall(r"In month \d|Quiet|News \d+", opening) == ["In month 0"]
    assert [re.findall(r"In month \d|Quiet|News \d+", one) for one in folds] == [
        ["In month 1", "In month 2"], ["Quiet"], ["News 41"]
    ]  # fmt: skip
    assert re.findall(r"In month \d|Quiet|News \d+", last) == ["News 50", "News 51"]


def test_a_story_of_one_step_is_its_opening_and_one_that_has_not_begun_is_nothing():
    opening, rest = followed.parted(life(1), TITLES)
    assert "In month 0" in opening
    assert rest == ""
    assert "<li" not in "".join(followed.parted([], TITLES))


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
