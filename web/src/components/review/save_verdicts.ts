// SPDX-License-Identifier: Apache-2.0
import {messages} from '../../state/messages.svelte.ts';
import {reason, server} from '../../state/server.svelte.ts';

/** Downloads the table of confirmed and rejected tags. */
export async function saveVerdicts(): Promise<void> {
  try {
    const address = URL.createObjectURL(await server.client.reviewVerdicts());
    const link = document.createElement('a');
    link.href = address;
    link.download = 'verdicts.csv';
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  } catch (error) {
    server.note(error);
    messages.show(`The answers were not saved: ${reason(error)}`);
  }
}
