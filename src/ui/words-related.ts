/** Words about cards that have to do with each other. */
export const RELATED_WORDS = {
  title: 'What else you know about this',
  groups: {
    CONTRADICTS: 'May conflict',
    VERSION_OF: 'In other words',
    REFERS_TO: 'Mentions the same',
    SIMILAR_TO: 'Similar',
  },
  newer: 'Newer wording',
  older: 'Older wording',
  otherWording: 'Other wording',
  reject: 'Not related',
  rejectCard: (line: string) => `Not related: ${line}`,
  more: (count: number) => `Show ${count} more`,
  fewer: 'Show fewer',
  compare: {
    CONTRADICTS: {
      title: 'Two passages that may conflict',
      text: 'Both are about the same thing and do not agree. They may be true at different times, or for different cases.',
    },
    VERSION_OF: {
      title: 'Two wordings of one thing',
      text: 'They say nearly the same. What differs is marked.',
    },
    none: {
      title: 'Two cards side by side',
      text: 'Nothing is known that connects them, or you took them apart.',
    },
    kind: 'Kind',
    quality: 'Quality',
    cameFrom: 'Came from',
    nowhere: 'No conversation here',
    open: 'Open this card',
    why: 'Why you see this',
    foundBy: 'Found by',
    machine: 'VIVIM on this device. It may be wrong.',
    replace: 'Newer replaces older',
    noConflict: 'No conflict',
    note: 'Nothing is deleted; the older card goes to the archive.',
    missing: 'One of these cards is not here',
    missingText: 'It may be on another device, or its conversation was deleted.',
  },
} as const
