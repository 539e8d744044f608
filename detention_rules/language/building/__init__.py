"""From the checked data of rule files to rules: names, limits, conditions, and the rule as a whole."""
