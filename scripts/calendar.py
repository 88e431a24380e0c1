#!/usr/bin/env python3
"""Writes Calendars/Asia/Shanghai.json: China's public holidays and make-up working days as the State Council announced them.

From the PyPI package chinesecalendar (MIT licence): pip install chinesecalendar; scripts/calendar.py. Run it again
when the package knows another year.
"""

import json
import pathlib

from chinese_calendar import constants

FIRST_YEAR = 2020
TARGET = pathlib.Path(__file__).parent.parent / "Calendars/Asia/Shanghai.json"


def days(found, after=""):
    """`{day: name}` from the first year on."""
    chinese = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    return {day.isoformat(): chinese[name] + after for day, name in sorted(found.items()) if day.year >= FIRST_YEAR}


def main():
    calendar = {
        "source": "PyPI chinesecalendar (MIT), from the notices of the State Council; written by scripts/calendar.py",
        "holidays": days(constants.holidays),
        "makeup_workdays": days(constants.workdays, "调休上班"),
    }
    TARGET.write_text(json.dumps(calendar, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    years = sorted({day[:4] for day in calendar["holidays"]})
    print(f"{TARGET}: {len(calendar['holidays'])} holidays, {len(calendar['makeup_workdays'])} make-up days, "
          f"{years[0]} to {years[-1]}")


if __name__ == "__main__":
    main()
