"""Sentences that cannot stand first: they open on a pronoun or a connective whose antecedent was left out."""

import re

from bot.briefs.words import lower

_OPENERS = {
    "en": """he she they it his her hers their its him them this these those that such but and or so yet however still
        meanwhile moreover furthermore also then thus therefore nevertheless nonetheless instead besides otherwise hence
        likewise similarly""",
    "ru": """он она они оно его её ее их им ему ей ими нее неё него них это этот эта эти этого этой этом этих тот та те
        такой такая такие но а и однако поэтому также кроме тем затем потом при впрочем зато причем причём следовательно
        таким между вместе напротив тогда""",
    "az": """o onlar onun onların ona onlara onu onları onda ondan bu bunun bunlar bunu buna belə həmin lakin amma ancaq
        və isə həmçinin bundan beləliklə buna ona görə bununla digər eyni yəni çünki nəticədə""",
    "tr": """o onlar onun onların ona onlara onu onları ondan bu bunun bunlar bunu buna böyle böylece ancak ama fakat ve
        ise ayrıca bundan bununla öte yandan yine çünkü dolayısıyla nitekim oysa üstelik""",
    "de": """er sie es sein seine ihr ihre ihn ihm ihnen dies diese dieser dieses das dabei damit dafür darum deshalb
        daher doch aber und oder denn dennoch jedoch allerdings außerdem zudem auch so""",
    "fr": """il elle ils elles ce cela ceci cette ces son sa ses leur leurs celui celle mais et ou donc or ainsi
        cependant pourtant toutefois enfin ensuite puis""",
    "es": """él ella ellos ellas este esta estos estas esto ese esa eso su sus pero y e o sin además también así luego
        entonces aunque mientras""",
    "it": """lui lei egli ella essi esse loro questo questa questi queste ciò suo sua suoi sue ma e o però inoltre anche
        così quindi poi dunque""",
    "pt": "ele ela eles elas este esta isso isto esse essa seu sua mas e ou porém além também assim então",
    "nl": "hij zij ze het hun haar zijn dit dat deze die maar en of dus echter ook toch daarom",
    "pl": "on ona ono oni one jego jej ich to ten ta te ale a i jednak więc dlatego także również zatem natomiast",
    "uk": "він вона воно вони його її їх їм йому їй це цей ця ці але а і та й однак тому також проте отже",
    "sv": "han hon den det de hans hennes deras detta dessa men och eller därför dock också",
    "no": "han hun den det de hans hennes deres dette disse men og eller derfor likevel også",
    "da": "han hun den det de hans hendes deres dette disse men og eller derfor dog også",
    "id": "dia ia mereka itu ini tersebut beliau namun tetapi dan atau tapi lalu kemudian karena selain juga",
    "ar": "هو هي هم هذا هذه ذلك تلك لكن ولكن كما وهو وهي فيما بينما لذلك",
    "fa": "او آنها آن این وی اما ولی همچنین بنابراین",
    "zh": "他 她 它 他们 她们 它们 这 那 但 但是 而且 因此 此外 不过 然而 同时",
}  # fmt: skip
"""Lower-cased first words, by language."""

_PRONOUNS = {
    "en": "he she they it his her hers their theirs its him them",
    "ru": "он она они оно его её ее их им ему ей ими",
    "uk": "він вона воно вони його її їх їм йому їй",
    "az": "o onlar onun onların ona onlara onu onları",
    "tr": "o onlar onun onların ona onlara onu onları",
    "de": "er sie es ihm ihn ihnen",
    "fr": "il elle ils elles",
    "es": "él ella ellos ellas",
    "it": "lui lei egli essi esse loro",
    "pt": "ele ela eles elas",
    "nl": "hij zij ze",
    "pl": "on ona ono oni one jego jej ich",
    "sv": "han hon de hans hennes deras",
    "no": "han hun de hans hennes deres",
    "da": "han hun de hans hendes deres",
    "id": "dia ia mereka beliau",
    "zh": "他 她 它 他们 她们 它们",
    "ar": "هو هي هم",
}
"""Pronouns of persons and things alone: the worst of the openers."""

_PHRASES = {
    "en": r"(?:in|at|by|for|from|of|with|on|to|after|before|during|despite|under|since)\s"
    r"(?:this|that|these|those|him|her|them|his|their|it)\b|according to (?:him|her|them)\b|as (?:a result|such)\b|"
    r"in addition\b|for example\b|on the other hand\b",
    "ru": r"(?:об?|в|во|на|по|при|после|до|для|из-за|из|с|со|к|за|от|перед|между|благодаря|несмотря на|вместе с|кроме|"
    r"помимо)\s(?:этом|этого|этому|этим|эти|этих|это|этой|том|того|тем|ним|ней|них|него|неё|нее|его|её|ее|их|ему|ей|им)\b|"
    r"в частности\b|как следствие\b|с другой стороны\b|в то же время\b",
    "az": r"eyni zamanda\b|məsələn\b|digər tərəfdən\b",
    "tr": r"söz konusu\b|aynı zamanda\b|örneğin\b|diğer taraftan\b|öte yandan\b",
}
"""Beginnings of several words that point back, lower-cased."""

_SETS = {language: frozenset(listed.split()) for language, listed in _OPENERS.items()}
_PRONOUN_SETS = {language: frozenset(listed.split()) for language, listed in _PRONOUNS.items()}
_PHRASE = {language: re.compile(rf"\W*(?:{listed})") for language, listed in _PHRASES.items()}
_FIRST = re.compile(r"\W*(\w+)")


def opens_dangling(text: str, language: str) -> bool:
    """Whether the first word or phrase of a sentence points back at what was said before it."""
    if _opens(text, _SETS.get(language, frozenset()), language):
        return True
    phrase = _PHRASE.get(language)
    return phrase is not None and bool(phrase.match(lower(text[:60])))


def opens_with_pronoun(text: str, language: str) -> bool:
    """The same, for pronouns alone."""
    return _opens(text, _PRONOUN_SETS.get(language, frozenset()), language)


def _opens(text: str, listed: frozenset[str], language: str) -> bool:
    first = _FIRST.match(text)
    if first is None:
        return False
    word = lower(first[1])
    if language == "zh":  # no spaces: the word is the beginning of the run
        return word.startswith(tuple(listed)) if listed else False
    return word in listed
