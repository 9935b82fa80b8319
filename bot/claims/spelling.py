"""Words that are spelt in more than one way and mean the same.

Owns the lists: verbs that bend ("led" is "lead"), countries by their people and their capital.
Unlike `text`, which applies some of them to a whole text, nothing is read here.
"""

from __future__ import annotations

_BENT = """arise arose arisen; become became; begin began begun; bind bound; break broke broken;
bring brought; build built; buy bought; catch caught; choose chose chosen; come came;
deal dealt; draw drew drawn; drive drove driven; fall fell fallen; feel felt; fight fought;
find found; flee fled; fly flew flown; forbid forbade forbidden; forget forgot forgotten;
freeze froze frozen; give gave given; go went gone; grow grew grown; hide hid hidden; hold held;
keep kept; know knew known; lead led; leave left; lend lent; lose lost; make made; mean meant;
meet met; pay paid; ride rode ridden; rise rose risen; run ran; say said; see saw seen; seek sought;
sell sold; send sent; shake shook shaken; shoot shot; show shown; sink sank sunk; sit sat;
speak spoke spoken; spend spent; stand stood; steal stole stolen; strike struck; swear swore sworn;
take took taken; teach taught; tell told; think thought; throw threw thrown; understand understood;
undergo underwent undergone; wear wore worn; win won; withdraw withdrew withdrawn;
write wrote written"""
# "led" -> "lead"
BENT = {form: line.split()[0] for line in _BENT.split(";") for form in line.split()[1:]}
PAST = frozenset(BENT)  # forms of the past, participles among them

# A country by its people, or in its other spelling.
PEOPLES = {
    "french": "france", "polish": "poland", "poles": "poland", "spanish": "spain",
    "dutch": "netherlands", "turkish": "turkey", "turks": "turkey", "danish": "denmark",
    "swedish": "sweden", "finnish": "finland", "greek": "greece", "swiss": "switzerland",
    "kiev": "kyiv", "donbas": "donbass", "western": "west",
}  # fmt: skip
# Where governments sit, and the names of their countries and peoples: see `governments`. Brussels
# is left out: it may be NATO, the European Union or Belgium.
GOVERNMENTS = tuple(
    """moscow,kremlin|russia russian russians
washington,white house,state department,pentagon|usa us america american americans
kyiv,kiev|ukraine ukrainian ukrainians
beijing|china chinese
london,downing street,whitehall|uk britain british
paris|france french
berlin|germany german germans
warsaw|poland polish poles
ankara|turkey turkish turks
tehran|iran iranian iranians
minsk|belarus belarusian belarusians
tbilisi|georgia georgian georgians
rome|italy italian italians
madrid|spain spanish
tokyo|japan japanese
delhi,new delhi|india indian indians
ottawa|canada canadian canadians""".splitlines()
)
# Who acts for whom. It never puts a name into a statement: "Moscow" has to be in the evidence even
# where that has "Russia". It only keeps two names of the evidence from counting as two who act.
ONE_SIDE = tuple(
    frozenset(line.split())
    for line in """russia russian russians moscow kremlin putin
usa us u.s u.s. american americans america washington states united white house biden administration
ukraine ukrainian ukrainians kyiv kiev
uk britain british london
france french paris
germany german germans berlin
china chinese beijing
eu europe european europeans brussels""".splitlines()
)
