"""Words that say nearly the same in the news: "worry" and "concern", "begin" and "start".

Owns the list. It keeps a statement in free words from looking made up, and a denial in free words
from looking new: unlike `spelling`, it makes no two names or numbers one.
"""

from __future__ import annotations

from functools import cache

from bot.claims.text import read

_SAME = """
west western
north northern
uneasy unease misgivings concern
administer administration team government
experienced seasoned veteran
familiar known
team delegation
victory win triumph
politician lawmaker parliamentarian
unacceptable nonstarter
progress headway result
soldier troop
sceptical doubtful doubt pessimistic
portray depict narrative present
outcome result
private privately quietly behind-the-scenes
rewrite rewriting rewritten
prove proof evidence
retaliate retaliation respond
mistake misstep error
boundary border frontier
misrepresent lie distort
gather assemble
deepen worsen
specialist specialize specializing
channel venue
alliance nato
annex annexation seize seizure capture
declaration declare statement
strength strong robust powerful power
obvious plain plainly clear clearly evident evidently
convene hold meet session
plan schedule due expect
abandon drop quit scrap withdraw leave pull
accuse blame charge allege
almost nearly virtually
complete finish done ready
expect project schedule due
friend ally partner
site installation facility base
spokeswoman spokesman spokesperson
twice double
quarrel spat row dispute
answer reply response
unfruitful pointless futile
beginning onset
citizen people
place venue
mention cite name
rich wealthy
lodge submit file hand present
warm cordial
achieve reach attain accomplish
again anew afresh renewed
specialist expert analyst scholar
foresee predict forecast expect anticipate
spurn reject rejection rebuff snub
stir raise provoke rouse arouse
demise fall collapse end breakup
least slight tiny
sideline exclude bypass aside
treaty text draft document
publish public release issue
unproven unsubstantiated baseless
admit acknowledge concede confess recognise
agree accept accede consent concede
aggression attack assault offensive
aim goal objective purpose seek target intend mean
allow let permit enable
amass mass gather build concentrate station deploy
anger fury irritation annoy angry
angry angrily furious
anonymity anonymously unnamed
appear seem look
argue contend insist maintain
army military troops soldiers forces
attack strike assault invade invasion incursion aggression
avert avoid prevent forestall stop
back support endorse favour favor
ban prohibit bar forbid prohibition
begin start open launch commence
believe think consider regard view see look
big large major great huge significant vast
break violate breach violation transgress
breakthrough progress advance advancement headway
bring take carry
call demand urge request appeal ask
cancel scrap
cause lead prompt trigger bring result
central key core main primary chief
change alter modify shift rewrite
claim allege assert allegation accusation
close near nearby proximity
complain grievance complaint object
compromise concession
concern worry fear anxiety anxious misgivings doubt
condition proviso provide reciprocal long
conflict war fighting hostilities clash
consequence result effect repercussion implication
control restrict limit curb constrain cap restriction limitation curtail
costly steep high expensive
create form establish set
crisis tension standoff
criticise criticize attack lash condemn slam blast denounce criticism
cut reduce scale curtail shrink lower limit slash smaller
danger risk threat peril
deal agreement accord pact treaty
decide determine choose
decision determination
demand claim request insist ask requirement
deny reject dispute
deploy station place base put position
difference disparity gap divergence disagreement
different differ divergent
difficult hard tough
dialogue talks discussion conversation
negotiation talks
discuss talk debate address
distract divert
divide division split
dominate lead
early beginning outset start
effort attempt try bid push
employ use
enter join
entry membership join accession
equal same
escalate worsen heighten
exercise drill manoeuvre maneuver
expand enlarge widen broaden extend enlargement expansion
expect anticipate await foresee
explain clarify
failure collapse fail
family relative
fast quick rapid swift speedy
fight battle combat
found create establish founder
gain win
gather meet convene
grow increase rise mount
guarantee assurance pledge promise commitment
handle deal manage
harm hurt damage weaken undermine impair
head lead chief leader
hinder hamper hold complicate obstruct
hit strike
hold stage conduct
hope wish
idea notion concept suggestion proposal
impasse deadlock stalemate
important significant key vital crucial
include contain comprise involve
influence sway
install station base place
intend plan mean intention
interference meddling interfere meddle
issue topic matter question subject
job task work
keep retain maintain stay
last previous
lead head direct run
likely probable probably
list catalogue series litany
lie mislead untrue falsehood
location place site
main primary chief principal central
marginal modest slight limited small minor
meet gather encounter see
meeting session talks summit gathering encounter
member state country nation
money fund cash
motive reason
move step measure action
need require must
negotiate bargain talk
objection complaint
offer propose grant
official representative
opportunity chance scope
oppose resist reject
participate attend
pause halt
pessimistic gloomy doubtful grim
plan intend scheme
plead beg
possible potential feasible
power authority strength
prefer favour
prepared ready willing
pressure push
pretext excuse
prevent avert block stop forestall
previous former earlier past
promise pledge vow
proposal suggestion plan offer draft
protect guard defend shield
quiet behind-the-scenes quietly
reach hit
reassure assure
recall withdraw
refuse decline reject
remain stay persist continue
removal withdrawal pull
repeat reiterate again
replace substitute
respond react reply answer
restore revive regain return
rule govern
seek want look aim try
serious grave severe
severe harsh tough grave steep
share portion part
show demonstrate display prove
signal sign indicate indication
skeptical skepticism sceptical doubt distrust suspicion suspicious
smaller less scale
stance position attitude posture view
steps measures action
stop halt end cease
suggest propose
talk speak discuss
task mission job mandate
terms conditions
threaten menace threat
tough hard firm strict
treat handle
trust rely confidence
try attempt seek
unite unity cohesion togetherness
unnamed anonymous
visit trip
want wish seek desire demand
warn caution
weapon arms armament weaponry missile
weapons arms
withdraw pull remove leave retreat
worse deteriorate worsen
wreck ruin
ease relax calm lower defuse reduce soothe
priority prioritise prioritize
soil territory land
product goods
penalty sanction punish punishment
lens prism
honest sincere frank candid
stoke sow fuel foment stir
relation relationship ties
bypass circumvent sidestep avoid
envoy diplomat ambassador negotiator
brief inform
preserve keep maintain retain
abroad overseas foreign
ploy gambit manoeuvre
obstacle hurdle barrier
urgent urgency pressing
widespread broad
resolve settle solve
"""


def is_said(stem: str, stems: frozenset[str]) -> bool:
    """Whether the stems have this one or one that says nearly the same."""
    return stem in stems or not stems.isdisjoint(_mates().get(stem, frozenset()))


def mates(stem: str) -> frozenset[str]:
    """The stems that say nearly the same as one, itself among them."""
    return _mates().get(stem, frozenset((stem,)))


@cache
def _mates() -> dict[str, frozenset[str]]:
    """By stem: those that say nearly the same, its own among them."""
    found: dict[str, frozenset[str]] = {}
    for line in _SAME.strip().splitlines():
        stems = read(line).stems
        for stem in stems:
            found[stem] = found.get(stem, frozenset()) | stems
    return found
