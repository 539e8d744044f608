"""The picture of a report: events and clocks on one axis of time, as SVG or in a terminal."""
