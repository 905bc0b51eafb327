"""The report's standing text."""

SYNAPTIC = """\
<p class="soft">A service that works by connecting is called synaptic: it becomes the network across which what
people do for each other travels, as signals travel between nerve cells.</p>"""

INTERVALS = """\
<p>Each interval holds the mean difference with 95 % confidence (Student’s t over repeat runs). It counts both
luck and what is not known: every repeat run draws each assumption of grade C or D that no policy decides and that
has a plausible range, the same for all ways of working. What has no such range is held.</p>"""

PAYERS = """\
<p class="soft">Who pays what share of each service is a judgement (grade D) and is held, not drawn.</p>"""

PARTS = """\
<p>Being earlier and connecting are told apart by running the two ways between, and averaging over the order in
which one adds them. “Luck alone” holds every assumption at its central value ($n repeat runs). “Spread from
grade D” is the share of the variance of the difference that goes when assumptions without evidence are held at
their central values. The last column says how many times smaller the variance of the difference is because both
share people and luck.</p>"""

HANGS_ON = """\
<p>The two assumptions whose draws go most with each difference, by rank correlation over $n repeat runs. With
so few runs and so many assumptions this is a hint, no proof.</p>"""

GROUPS = """\
<p class="soft">A carer is somebody who gave household and close ties in need the stated hours in that month
(setting “Hours from which a person counts as a carer”), so that people come and go between the two groups, and what
makes somebody a carer also shows among carers. Small groups swing by chance.</p>"""

TOPICS = {
    "gaps": """\
<p class="soft">The most deprived end less the least deprived end is the slope of the line through the five fifths of
neighbourhoods (slope index of inequality); as a share of the mean it is the relative index. Chance is part of the
variance between places, and with one place there is none.</p>""",
    "cost_to_volunteers": """\
<p class="soft">Whether unpaid time costs anything is a question of values, so it is told at nothing and at a price.
Lost earnings are another cost of some of the same hours: do not add the two. How many paid hours carers give up is
assumed, without evidence (grade D).</p>""",
    "recovery": """\
<p class="soft">Everybody who falls into crisis is followed for two years on the need that it was about, relapses
included, unless they die or leave. A dash: too few fell to say, or need did not halve within two years in some
repeat run.</p>""",
    "network": """\
<p class="soft">What would not be found is reckoned from the chances that people in need have of finding a group,
with every working link and with those of one agency cut. Other agencies are given no time to step in.</p>""",
    "early_to_late": """\
<p class="soft">Early is the share of effort that each way sets aside for people before crisis, by choice; duties
begin in crisis and count as late.</p>""",
}

NOT_A_FORECAST = """\
<p>This is a model of an invented place, not a forecast of your council. It shows what follows from its
assumptions, and how far the answer moves when these move within what is plausible. Where each way stops coping,
and in how many sets of assumptions each does better, says more than any single number.</p>
<p>Left out so far: travel to work, and investment in buildings. Rare events, such as children in care in a small town,
swing by chance; look at many repeat runs.</p>"""
