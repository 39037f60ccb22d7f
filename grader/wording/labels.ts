/** The words in front of what a report says. The terminal, Markdown and the page use the same ones. */

/** In front of a check's message, by its status. */
export const statusLabels = {
  passed: "Passed",
  failed: "Found",
  error: "Error",
  timeout: "Timeout",
  todo: "To do",
  skipped: "Skipped",
  "not-run": "Not run",
} as const;

export const labels = {
  expected: "Expected",
  received: "Received",
  code: "Code",
  where: "Where",
  hint: "Hint",
  read: "Read",
  decided: "Decided",
  printed: "Printed",
  advice: "Advice",
  warning: "Warning",
  measured: "Measured",
  meaning: "May mean",
  lookFurther: "Look",
  note: "Note",
  course: "Course",
  next: "Next",
  progress: "Progress",
} as const;
