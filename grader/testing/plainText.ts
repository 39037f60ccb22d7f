// Tests compare text. In a terminal, and in CI, picocolors would wrap it in codes for colours.
process.env.NO_COLOR = "1";
delete process.env.FORCE_COLOR;
