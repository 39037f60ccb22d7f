// Tests compare text. On a terminal and in CI, picocolors would add color codes.
process.env.NO_COLOR = "1";
delete process.env.FORCE_COLOR;
