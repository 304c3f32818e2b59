import { ListFilter } from 'lucide-react';
import type { Ref } from 'react';
import { useIntl } from 'react-intl';

import { useText } from '../../i18n/use-text.ts';
import { buckets, sortings, type Bucket } from '../../state/tenant-list.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceMenu } from '../../ui/choice-menu.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import styles from './list-bar.module.css';
import { useBucketCounts } from './use-bucket-counts.ts';
import { everything, type ListQuery } from './use-tenant-groups.ts';

interface ListBarProps {
  readonly query: ListQuery;
  readonly shown: number;
  readonly total: number;
  readonly onQuery: (query: ListQuery) => void;
  /** Enter in the search, with its text. */
  readonly onFind: (text: string) => void;
  readonly searchRef: Ref<HTMLInputElement>;
}

/** By itself, so that a change of any tenant draws these figures again, where they are shown, and nothing around them. */
function BucketCount({ bucket }: { readonly bucket: Bucket }) {
  const { formatNumber } = useIntl();
  return formatNumber(useBucketCounts()[bucket]);
}

/** Search, filter and order of the list, and how much of it they leave. */
export function ListBar({ query, shown, total, onQuery, onFind, searchRef }: ListBarProps) {
  const text = useText();
  const { formatNumber } = useIntl();
  const narrowed = query.search !== '' || query.only !== undefined;
  return (
    <div className={styles.bar}>
      <div className={styles.row}>
        <SearchField
          label={text('list.search')}
          value={query.search}
          onChange={(search) => {
            onQuery({ ...query, search });
          }}
          onSubmit={onFind}
          inputRef={searchRef}
        />
        <ChoiceMenu
          label={text('list.options')}
          icon={<ListFilter size={17} aria-hidden />}
          active={query.only !== undefined}
          choices={[
            {
              title: text('list.show'),
              selected: query.only ?? 'all',
              options: [
                { value: 'all', label: text('list.only.all'), count: formatNumber(total) },
                ...buckets.map((bucket) => ({
                  value: bucket,
                  label: text(`list.only.${bucket}`),
                  count: <BucketCount bucket={bucket} />,
                })),
              ],
              onChoose: (value) => {
                onQuery({ ...query, only: buckets.find((bucket) => bucket === value) });
              },
            },
            {
              title: text('list.sort'),
              selected: query.sorting,
              options: sortings.map((sorting) => ({ value: sorting, label: text(`list.sort.${sorting}`) })),
              onChoose: (value) => {
                onQuery({ ...query, sorting: sortings.find((sorting) => sorting === value) ?? query.sorting });
              },
            },
          ]}
        />
      </div>
      <div role="status" className={styles.status}>
        {narrowed && (
          <p className={styles.result}>
            {query.only !== undefined && <strong>{text(`list.only.${query.only}`)}</strong>}
            <span>{text('list.shown', { shown, total })}</span>
          </p>
        )}
      </div>
      {narrowed && (
        <div className={styles.clear}>
          <Button
            look="quiet"
            onPress={() => {
              onQuery({ ...everything, sorting: query.sorting });
            }}
          >
            {text('list.clear')}
          </Button>
        </div>
      )}
    </div>
  );
}
