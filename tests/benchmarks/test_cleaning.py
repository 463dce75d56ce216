"""What cleaning is measured on is what readers see of a page, and stories that are none of it."""

from __future__ import annotations

from benchmarks.cleaning import STORY, measured
from benchmarks.pasted import pasted
from corpus.clean import clean


def test_a_page_is_pasted_as_it_is_seen() -> None:
    source = (
        "<html><head><title>Ferry</title></head><body><script>let a = 1</script><h1>Ferry &amp; bridge</h1>"
        "<div style='display:none'>for <b>machines</b><br>only</div><ul><li><a href='/'>Home</a>"
        " <a>News</a></li><li>Sport</li></ul><p>The ferry\n sails <em>again</em>."
        "<br>At noon.</p></body></html>"
    )
    assert pasted(source) == "Ferry & bridge\nHome News\nSport\nThe ferry sails again.\nAt noon."


def test_the_story_around_a_line_of_furniture_is_none_itself() -> None:
    assert clean(STORY.format("Share")) == STORY.format("").replace("\n\n\n\n", "\n\n")


def test_every_figure_is_a_share_of_some_cases() -> None:
    assert all(0 <= rate.value <= 1 and rate.count > 0 for rate in measured().values())
