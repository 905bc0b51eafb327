"""The report's standing text."""

SYNAPTIC = """\
<p class="soft">A service that works by connecting is called synaptic: it becomes the network across which what
people do for each other travels, as signals travel between nerve cells.</p>"""

INTERVALS = """\
<p>Each interval holds the mean difference with 95 % confidence (Student’s t over repeat runs). It counts both
luck and what is not known: every repeat run draws all uncertain assumptions from their plausible ranges, the
same for all ways of working.</p>"""

PARTS = """\
<p>Being earlier and connecting are told apart by running the two ways between, and averaging over the order in
which one adds them. “Luck alone” holds every assumption at its central value ($n repeat runs). “Spread from
grade D” is the share of the variance of the difference that goes when assumptions without evidence are held at
their central values. The last column says how many times smaller the variance of the difference is because both
share people and luck.</p>"""

HANGS_ON = """\
<p>The two assumptions whose draws go most with each difference, by rank correlation over $n repeat runs. With
so few runs and so many assumptions this is a hint, no proof.</p>"""

NOT_A_FORECAST = """\
<p>This is a model of an invented place, not a forecast of your council. It shows what follows from its
assumptions, and how far the answer moves when these move within what is plausible. Where each way stops coping,
and in how many sets of assumptions each does better, says more than any single number.</p>
<p>Left out so far: markets and providers, jobs and skills beyond need itself, elections, learning between
places. Rare events, such as children in care in a small town, swing by chance; look at many repeat runs.</p>"""
