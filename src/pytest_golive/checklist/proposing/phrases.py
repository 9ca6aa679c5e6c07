"""The phrases of all candidates, found by their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pytest_golive.checklist.proposing.comparing import Seen

AROUND, BELOW = 0.95, 0.5  # the weight of a word from the list item around the row, and from the heading
LITTLE = 0.42  # a smaller share of a phrase proves nothing
WHOLE = 100_000  # weights are whole numbers, so that their sum does not depend on the order


class Phrases:
    """Finds for each candidate the phrase that a row says most of."""

    def __init__(self, phrases: Sequence[Sequence[tuple[frozenset[str], str]]], rarity: Mapping[str, float]) -> None:
        self._phrases = [(owner, *phrase) for owner, said in enumerate(phrases) for phrase in said]
        self._weights = {word: round(weight * WHOLE) for word, weight in rarity.items()}
        self._whole = [sum(self._weights[word] for word in words) for _, words, _ in self._phrases]
        self._of_word: dict[str, list[int]] = {}
        for number, (_, words, _) in enumerate(self._phrases):
            for word in words:
                self._of_word.setdefault(word, []).append(number)

    def best(self, seen: Seen) -> dict[int, tuple[float, frozenset[str], str]]:
        """By candidate, how much of its best phrase the row says, or the item around it, and that phrase.

        Of phrases that fit as well, the longer one, then the earlier one: never the order that sets happen to have.
        """
        said: dict[int, float] = {}
        for word in seen.words:
            for number in self._of_word.get(word, ()):
                said[number] = said.get(number, 0) + self._weights[word]
        lent = [(word, AROUND) for word in seen.around - seen.words]
        lent += [(word, BELOW) for word in seen.below - seen.words - seen.around]
        for word, share in lent:
            weight = round(self._weights.get(word, 0) * share)
            for number in self._of_word.get(word, ()):
                if number in said:
                    said[number] += weight
        found: dict[int, tuple[float, frozenset[str], str]] = {}
        for number in sorted(said):
            owner, words, text = self._phrases[number]
            fits = said[number] / self._whole[number]
            if fits >= LITTLE and (owner not in found or (fits, len(words)) > (found[owner][0], len(found[owner][1]))):
                found[owner] = (fits, words, text)
        return found
