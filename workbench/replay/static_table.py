"""The steps as a plain HTML table: what a browser without scripts shows, and what is printed."""

from __future__ import annotations

from html import escape
from typing import Any

COLUMNS = ("number", "who", "what", "bytes", "protected", "remarks")


def steps_table(held: dict[str, Any], language: str, detail: str) -> str:
    """HTML of the headline and the table; `held` as `contents` makes it."""
    texts = held["texts"][language]

    def word(name: str) -> str:
        return escape(texts[held["words"][name]])

    def cell(text: str, kind: str = "") -> str:
        return f'<td class="{kind}">{escape(text)}</td>' if kind else f"<td>{escape(text)}</td>"

    lines = [f'<table id="steps"><caption>{escape(texts[held["headline"]])}</caption>', "<thead><tr>"]
    lines += [f'<th scope="col">{word(name)}</th>' for name in COLUMNS]
    lines += ["</tr></thead>", "<tbody>"]
    connection = None
    several = len(held["headings"]) > 1
    for step_number, first, last, _, _, stage in held["moments"][detail]:
        step = held["steps"][step_number]
        if several and step["connection"] != connection:
            heading = texts[held["headings"][str(step["connection"])][connection is not None]]
            lines.append(f'<tr><th scope="rowgroup" colspan="{len(COLUMNS)}">{escape(heading)}</th></tr>')
        connection = step["connection"]
        inside = held["steps"][first : last + 1]
        if stage is None:
            way, name, size = texts[step["way"]], texts[step["title"]], step["size"]
            level = texts[held["levels"][step["protection"]]] if step["protection"] != "none" else ""
            said, extra = texts[step["said"][0]], [*texts[step["facts"]].split("\n"), texts[step["result"]]]
            number = str(step_number + 1)
        else:
            part = held["stages"][stage]
            way, name, size, level = "", texts[part["title"]], sum(other["size"] for other in inside), ""
            said, extra = texts[part["said"][0]], [texts[other["title"]] for other in inside if other["receiver"] is not None]
            number = f"{first + 1}–{last + 1}" if last > first else str(first + 1)
        facts = " · ".join(dict.fromkeys(text for text in extra if text))
        remarks = "".join(f"<p>{escape(text)}</p>" for text in (facts, said) if text)
        lines.append(
            f'<tr data-step="{step_number}">{cell(number, "number")}{cell(way)}<th scope="row">{escape(name)}</th>'
            f"{cell(f'{size:,}' if size else '', 'number')}{cell(level)}<td>{remarks}</td></tr>"
        )
    lines.append("</tbody></table>")
    return "\n".join(lines)


def notes(held: dict[str, Any], language: str) -> str:
    """HTML of what stands at the foot of the page: what is left out of it, or what is in it; how to use it."""
    names = ("secrets_inside" if held["secrets"] else "secrets_left_out", "keys", "made_by")
    return "".join(f"<p>{escape(held['texts'][language][held['words'][name]])}</p>" for name in names)
