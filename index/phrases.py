"""Phrases that fill a line of a web page and are no part of an article.

Owns the lists alone, in lower case. Unlike `furniture`, which owns the patterns with a variable
part and decides what a match means, nothing is decided here. A phrase belongs in `ALONE` only if
an article would hardly have it as a whole line.
"""

from __future__ import annotations


def _phrases(listed: str) -> frozenset[str]:
    return frozenset(" ".join(listed.split()).split(" | "))


COMMENTS = _phrases(
    # what readers wrote follows
    """
    add a comment | add comment | be the first to comment | cancel reply | join the conversation |
    join the discussion | leave a comment | leave a reply | leave a reply cancel reply |
    leave a response | leave your comment | post a comment | post comment | show comments |
    view comments | what's your reaction? | write a comment | your comment
    """
)
FIELDS = _phrases(
    # labels of what is said about an article, not in it
    """
    title | headline | subtitle | subject | byline | author | authors | by | written by | editor |
    edited by | reporting | reporting by | text | words | story | photo | photos | photograph |
    photographs | picture | pictures | image | images | illustration | graphic | video | audio |
    date | dated | published | publication date | date published | posted | updated |
    last updated | modified | source | outlet | publisher | publication | section | slug | doi |
    url | link | review | analysis | opinion | comment | explainer | interview | profile | feature
    """
)
RELATED = _phrases(
    # the beginnings of other articles follow
    """
    about author | about the author | around the web | don't miss | editor's picks |
    editors' picks | from around the web | latest posts |
    more articles | more from author | more from the web | more from this author |
    more on this story | more on this topic | more stories | most commented | most popular |
    most read | most shared | most viewed | paid content | popular posts | popular stories |
    promoted stories | read next | recent articles | recent posts | recommended articles |
    recommended for you | recommended reading | recommended stories | related article |
    related articles | related content | related links | related news | related post |
    related posts | related stories | related story | related topics | share your thoughts |
    sponsored content | sponsored stories | trending articles | trending now | trending stories |
    up next | what to read next | you may also be interested in |
    you may also like | you may like | you might also be interested in | you might also like |
    you might be interested in | you might like
    """
)
MAYBE = _phrases(
    # either of these, or the article goes on below a subhead
    """
    comment | comments | further reading | latest | latest news | more | more news | popular |
    recommended | related | trending
    """
)
ALONE = _phrases(
    # nothing follows from them
    """
    about us | accept | accept all | accept all cookies | accept cookies | ad | ads | advert |
    advertise | advertise with us | advertisement | advertisement - continue reading below |
    advertisement. scroll to continue reading. | advertisements | advertisment |
    all rights reserved | already a subscriber? | already have an account? |
    article continues below | article continues below advertisement | back to top |
    back to top button | bookmark | breadcrumb | breadcrumbs | careers | click here |
    click to share | close | close ad | close menu | comment * | comments are closed |
    comments are closed. | connect with us | contact | contact us | continue reading |
    continue reading below | cookie policy | cookie settings | cookies | copy link | copy url |
    create account | create an account | create free account | decline |
    do not sell my personal information | donate | donate now | download our app |
    download the app | email | email * | email address | email this | email this article |
    enter your email | enter your email address | faq | follow | follow me | follow us |
    follow us: | get the app | get the newsletter | gift this article | go to top | help |
    hi, what are you looking for? | hide comments | home | homepage | install app |
    jump to content | keep reading | learn more | like loading... | like this | like this: |
    link copied | link copied! | link to original article | listen | listen to article |
    listen to this article | live tv | load more | loading | loading... | loading… | log in |
    log in / sign up | log out | login | logout | main menu | make a donation | manage cookies |
    manage preferences | menu | mute | my account | name * | navigation | newer posts |
    newsletter | newsletters | next | next article | next page | next post | next story |
    no comments | no comments yet | older posts | open in app | open menu | pause | pin | pin it |
    play | play video | powered by wordpress | press play to listen to this article | previous |
    previous article | previous page | previous post | previous story | print | print article |
    print this article | print this page | privacy | privacy policy | privacy settings | promoted |
    proudly powered by wordpress | read aloud | read full article | read full story | read more |
    read more » | read original article | read the full article | read the full story | register |
    register now | reject all | reply | report ad | report this ad | return to top | rss |
    rss feed | save | save article | save for later |
    save my name, email, and website in this browser for the next time i comment. |
    save this article | scroll to continue | scroll to top | search | search for: | search... |
    see all | see also | see more | share | share article | share on | share on social media |
    share story | share this | share this article | share this post | share this story |
    share this: | share via | share via email | share with friends | show more | sign in |
    sign in / join | sign up | sign up for free | sign up here | sign up now | site index |
    site map | site search | sitemap | skip ad | skip navigation | skip to content |
    skip to footer | skip to main content | skip to navigation | source | source link | sponsored |
    story continues below | story continues below advertisement | subscribe | subscribe for free |
    subscribe here | subscribe now | subscribe to read | subscribe today | support us | terms |
    terms & conditions | terms and conditions | terms of service | terms of use |
    thank you for subscribing |
    this site uses akismet to reduce spam. learn how your comment data is processed. |
    toggle menu | toggle navigation | top | tweet | tweet this | unmute |
    video player is loading. | view all | view more | view original article | watch live |
    watch now | website | what are you looking for? | your email | your email address
    """
)
LABELS = _phrases(
    # names of sections: chrome at the top of a page, else maybe a subhead
    """
    africa | americas | analysis | arts | asia | breaking | breaking news | business | climate |
    crossword | culture | economy | editorial | education | entertainment | environment | europe |
    exclusive | featured | features | finance | food | football | games | health | health care |
    home | international | jobs | latest news | life | lifestyle | live | local | markets |
    middle east | money | national | news | obituaries | opinion | opinions | photos | podcasts |
    politics | science | sport | sports | style | tech | technology | top news | top stories |
    travel | uncategorized | video | videos | weather | world
    """
)
NETWORKS = _phrases(
    # a row of these alone is a share bar
    """
    facebook | twitter | whatsapp | linkedin | pinterest | reddit | telegram | instagram | youtube |
    tiktok | tumblr | messenger | viber | vk | vkontakte | odnoklassniki | skype | flipboard |
    mastodon | threads | bluesky | wechat | stumbleupon | digg | xing | pocket | snapchat
    """
)
SHARING = _phrases(
    # words between the networks in a share bar
    """
    x | email | e-mail | mail | print | copy | link | more | share | tweet | on | via | and | rss |
    sms | line | google | &
    """
)
ORDINARY = _phrases(
    # small words that headlines leave out and sentences do not
    """
    a | an | the | and | he | she | it | they | we | i | you | his | her | its | their | our | my |
    this | that | these | those | is | are | was | were | be | been | being | has | have | had |
    do | does | did | will | would | can | could | should | may | might | must | not | who |
    which | there | here | when | because
    """
)
DESKS = _phrases(
    # who may stand alone in a byline: "By admin"
    """
    admin | staff | editor | editors | newsroom | webdesk | desk | reporter
    """
)
PARTICLES = _phrases(
    # words in lower case between names
    """
    and | for | of | the | in | de | von | van | der | den | la | le | al | bin | da | di
    """
)
