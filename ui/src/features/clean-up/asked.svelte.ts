/** Whether the question before the first deletion was answered since the window was opened. */
export const asked = $state({ before: false });
