"""Sentences that cannot stand first: they open on a pronoun or a connective whose antecedent was left out."""

import re

from bot.briefs.words import lower

_OPENERS = {
    "en": """he she they it his her hers their its him them this these those that such but and or so yet however still
        meanwhile moreover furthermore also then thus therefore nevertheless nonetheless instead besides otherwise hence
        likewise similarly""",
    "ru": """он она они оно его её ее их им ему ей ими нее неё него них это этот эта эти этого этой этом этих тот та те
        такой такая такие но а и однако поэтому также кроме тем затем потом при впрочем зато причем причём следовательно
        таким между вместе напротив тогда напомним ранее""",
    "az": """o onlar onun onların ona onlara onu onları onda ondan bu bunun bunlar bunu buna belə həmin lakin amma ancaq
        və isə həmçinin bundan beləliklə buna ona görə bununla digər eyni yəni çünki nəticədə xatırladaq""",
    "tr": """o onlar onun onların ona onlara onu onları ondan bu bunun bunlar bunu buna böyle böylece ancak ama fakat ve
        ise ayrıca bundan bununla öte yandan yine çünkü dolayısıyla nitekim oysa üstelik""",
    "de": """er sie es sein seine ihr ihre ihn ihm ihnen dies diese dieser dieses das dabei damit dafür darum deshalb
        daher doch aber und oder denn dennoch jedoch allerdings außerdem zudem auch so
        währenddessen derweil unterdessen hingegen dagegen demnach konkret""",
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

_BEFORE_POINTERS = {
    "en": "in at by for from of with on to after before during despite under since",
    "ru": "о об в во на по при после до для из с со к за от перед между благодаря кроме помимо",
}
"""Words that point back with the next one: "In that", "По его"."""

_POINTERS = {
    "en": "this that these those him her them his their it",
    "ru": "этом этого этому этим эти этих это этой том того тем ним ней них него неё нее его её ее их ему ей им",
}

_PHRASES = {
    "en": ("according to him", "according to her", "according to them", "as a result", "as such", "in addition",
           "for example", "on the other hand", "all three", "all four", "both of them"),
    "ru": ("в частности", "как следствие", "с другой стороны", "в то же время", "несмотря на это", "вместе с тем",
           "из-за этого"),
    "az": ("eyni zamanda", "məsələn", "digər tərəfdən", "qeyd edək"),
    "tr": ("söz konusu", "aynı zamanda", "örneğin", "diğer taraftan", "öte yandan"),
}  # fmt: skip

_SETS = {language: frozenset(listed.split()) for language, listed in _OPENERS.items()}
_PRONOUN_SETS = {language: frozenset(listed.split()) for language, listed in _PRONOUNS.items()}
_BEFORE_POINTER_SETS = {language: frozenset(listed.split()) for language, listed in _BEFORE_POINTERS.items()}
_POINTER_SETS = {language: frozenset(listed.split()) for language, listed in _POINTERS.items()}
_PHRASE_WORDS = {
    language: frozenset(re.split(r"\W", phrase)[0] for phrase in listed)
    for language, listed in _PHRASES.items()
}
_FIRST = re.compile(r"\W*(\w+)")
_SECOND = re.compile(r"\W*\w+\s(\w+)")


def opens_dangling(text: str, language: str) -> bool:
    """Whether the first word or phrase of a sentence points back at what was said before it."""
    word = _first_word(text)
    if _is_listed(word, _SETS.get(language, frozenset()), language):
        return True
    if word in _BEFORE_POINTER_SETS.get(language, ()):
        second = _SECOND.match(text)
        if second and lower(second[1]) in _POINTER_SETS[language]:
            return True
    if word not in _PHRASE_WORDS.get(language, ()):
        return False
    return lower(text[:40]).lstrip("\"'«“„—– ").startswith(_PHRASES[language])


def opens_with_pronoun(text: str, language: str) -> bool:
    """The same, for pronouns alone."""
    return _is_listed(_first_word(text), _PRONOUN_SETS.get(language, frozenset()), language)


def _first_word(text: str) -> str:
    first = _FIRST.match(text)
    return lower(first[1]) if first else ""


def _is_listed(word: str, listed: frozenset[str], language: str) -> bool:
    if language == "zh":  # no spaces: the word is the beginning of the run
        return word.startswith(tuple(listed)) if listed else False
    return word in listed
