// SPDX-License-Identifier: Apache-2.0
import type {Category} from '../api/types.ts';

export function categoryName(category: Category): string {
  return category.charAt(0).toUpperCase() + category.slice(1);
}
