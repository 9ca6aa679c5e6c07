"""Whether letters read like a word: by how often one follows another in English and in programs.

The table was counted once in the words of some 27,000 sources and manuals: for each pair of letters the cost of the
second after the first, in bits, rounded, at most 9. Words cost 4 bits a letter, letters drawn at random 6.
"""

from __future__ import annotations

import itertools
import re

COSTS = (
    "74448758596343959343667668",
    "35553678368367468446488859",
    "37563683594467269453589979",
    "36652568388566468545577869",
    "46445568698453756334766479",
    "46654368299466369454498869",
    "47662664499464469346578978",
    "27762788397666379554588969",
    "56455559998442459544859695",
    "37663677475666369636376988",
    "46652666378465569635575969",
    "37652678397477369845579949",
    "25762788397657339746588959",
    "47433538496676469743558979",
    "65447658696442549344465789",
    "38663685498477359354588959",
    "66657677699465765445166898",
    "37552758396656369544678969",
    "58473774396567447742487959",
    "37562684398667469345587858",
    "54564669598443649343989899",
    "27661777399667469656886989",
    "37563674397564369446888889",
    "46453586498556538652777458",
    "45454567588444529534766776",
    "38761686388667469656797865",
)
FEW = 8  # letters; of fewer a word can look odd by chance
ABBREVIATED = 5  # letters
ODD, ODD_IF_FEW = 4.8, 5.0  # bits a letter
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def reads_like_words(text: str) -> bool:
    """Whether each run of letters in *text* does, by the case of its letters: ``dbPassword`` is two words."""
    words = WORD.findall(text)
    if not text.isupper():  # then a few capitals in a row are an abbreviation
        words = [word for word in words if not (word.isupper() and len(word) <= ABBREVIATED)]
    return not any(is_odd(word) for word in words)


def is_odd(word: str) -> bool:
    """Whether the ASCII letters of *word* follow each other as in no word; never true of three letters or fewer."""
    if len(word) < 4:  # noqa: PLR2004 -- abbreviations
        return False
    letters = [ord(letter) - 97 for letter in word.lower()]
    cost = sum(int(COSTS[first][second]) for first, second in itertools.pairwise(letters))
    return cost / (len(letters) - 1) >= (ODD if len(letters) >= FEW else ODD_IF_FEW)
