"""First names and forms of address: a place's name after one of them is a surname."""

from collections.abc import Mapping
from types import MappingProxyType

_ADDRESS_TEXT = """
Mr Mr. Mrs Mrs. Ms Ms. Miss Dr Dr. Prof Prof. Sir Dame Lord Lady Sgt. Capt. Lt. Col. Gen. Justice Judge Detective
"""
FORMS_OF_ADDRESS = frozenset(_ADDRESS_TEXT.split())

_FIRST_NAMES_TEXT = """
Aaron Adam Alan Albert Alex Alexander Alfred Alice Alicia Allen Allison Amanda Amy Andrea Andrew
Andy Angela Ann Anna Anne Anthony Antonio Arthur Ashley Barbara Barry Ben Benjamin Bernard Beth Betty Bill
Billy Bob Bobby Brad Bradley Brandon Brenda Brian Bruce Bryan Caleb Cameron Carl Carla Carlos Carol Caroline
Carolyn Catherine Cathy Chad Charles Charlie Chelsea Cheryl Chris Christian Christina Christine Christopher
Cindy Claire Clark Colin Connie Craig Crystal Curtis Cynthia Dan Daniel Danny Darren Dave David Dean Deborah
Debbie Denise Dennis Denzel Derek Diana Diane Don Donald Donna Dorothy Doug Douglas Duane Dylan Earl Ed
Eddie Edward Eileen Elaine Eleanor Elizabeth Ellen Emily Emma Eric Erica Erin Ethan Eugene Evan Eve Evelyn
Frances Francis Frank Fred Frederick Gail Gareth Gary Gavin Gene Geoff Geoffrey George Gerald Gina Glen
Glenn Gloria Gordon Grace Graham Greg Gregory Guy Hannah Harold Harry Harvey Heather Helen Henry Herbert
Holly Howard Hugh Ian Irene Isaac Ivan Jack Jackie Jacob Jake James Jamie Jan Jane Janet Janice Jason Jay
Jean Jeff Jeffrey Jennifer Jenny Jeremy Jerry Jesse Jessica Jill Jim Jimmy Joan Joanne Joe Joel John Johnny
Jon Jonathan Jose Joseph Josh Joshua Joyce Juan Judith Judy Julia Julian Julie Justin Karen Karl Kate
Katherine Kathleen Kathy Katie Keith Kelly Ken Kenneth Kerry Kevin Kim Kristen Kurt Kyle Lance Larry Laura
Lauren Lawrence Lee Leo Leonard Leroy Leslie Lewis Liam Linda Lisa Lloyd Logan Lois Lori Louis Louise Lucas
Lucy Luis Luke Lynn Malcolm Marc Marcus Margaret Maria Marie Marilyn Mario Marion Mark Martha Martin Marvin
Mary Matt Matthew Maureen Max Megan Melanie Melissa Melvin Michael Michele Michelle Miguel Mike Mitchell
Molly Monica Nancy Natalie Nathan Neil Nicholas Nick Nicole Nigel Noah Norma Norman Oliver Olivia Oscar Owen
Pam Pamela Patricia Patrick Paul Paula Pauline Pedro Penny Peter Phil Philip Phillip Rachel Ralph Randy Ray
Raymond Rebecca Renee Ricardo Richard Rick Ricky Rob Robert Roberta Robin Rodney Roger Roland Ron Ronald
Ronnie Rosa Rose Ross Roy Russell Ruth Ryan Sally Sam Samantha Samuel Sandra Sara Sarah Scott Sean Shane
Shannon Sharon Shaun Shawn Sheila Shirley Simon Sophie Stacey Stacy Stanley Stella Stephanie Stephen Steve
Steven Stuart Sue Susan Suzanne Sylvia Tammy Tara Ted Teresa Terry Theresa Thomas Tim Timothy Tina Todd Tom
Tommy Toni Tony Tracey Tracy Travis Trevor Troy Tyler Vanessa Vera Vernon Vicki Victor Vincent Wade Walter
Wanda Warren Wayne Wendy Wesley Will William Willie Yvonne Zach Zachary LeBron Serena Bubba Deshaun Muhammad
Mohammed Ahmed Ali Hassan Hussein Abdul
"""
FIRST_NAMES = frozenset(_FIRST_NAMES_TEXT.split())

_GIVEN_TEXT = """
Jordan Chad Israel Georgia Paris Florence Sydney Charlotte Austin Madison Victoria Alexandria Sofia Santiago
Milan Adelaide Dallas Carson Brooklyn Savannah Lourdes Dakota Montana Carolina Kenya India Ireland Holland
Chelsea Virginia Regina Diego Salvador Lincoln Jackson Houston Troy Phoenix Camden Hamilton Nelson
Wellington Preston Lancaster Kent Devon Kingston Trenton Raleigh Aurora Helena Tyler Cary Eugene Casper
Orlando
"""
_ANY_NATION = frozenset(
    [
        "River",
        "Valley",
        "Government",
        "Prime",
        "President",
        "Foreign",
        "Embassy",
        "Airlines",
        "Airport",
        "Parliament",
    ]
)

GIVEN_NAME_PLACES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **dict.fromkeys(
            _GIVEN_TEXT.split(),
            _ANY_NATION,
        ),
        "Paris": _ANY_NATION
        | {"Saint-Germain", "Saint", "Olympics", "Fashion", "Motor", "Club", "Masters", "Mayor"},
        "India": _ANY_NATION | {"Today", "Gate", "Open", "A", "Ratings", "Meteorological", "Inc"},
        "Georgia": _ANY_NATION
        | {"Tech", "Southern", "State", "Bulldogs", "Republican", "Senate", "Gov", "Secretary", "Bureau"},
        "Virginia": _ANY_NATION | {"Beach", "Tech", "Commonwealth", "State", "Department", "Gov"},
        "Israel": _ANY_NATION
        | {
            "Police",
            "Defense",
            "Defence",
            "Prison",
            "Radio",
            "Hayom",
            "Aerospace",
            "Airports",
            "Antiquities",
        },
    }
)
"""Places that are given names too, with the words after which they are places all the same: Georgia Tech."""
