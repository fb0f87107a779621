# 案内つきの最初のプレイ。learn-<step> は見出し、-text は説明、-do はすること、-done は達成したこと。

learn-title = 学ぶ
learn-about = 案内つきの最初のプレイです。**約10分、2四半期**。本物の作戦室で、実際に操作しながら覚えます。
learn-about-read = 画面のどの数値でも、その内訳を一行ずつ、出典まで読む。
learn-about-order = 命令を出し、取り消し、もう一度出す。
learn-about-odds = 決める前に見込みを見て、意見の割れる3人の助言者に聞き、自分の予想を確率で示す。
learn-about-commit = ターンを終え、誰が動き、誰が応じたかを見る。
learn-about-answer = 自分の命令の効果を台帳で見つけ、突発事に対応する。
learn-about-free = マウスでもキーボードでも進められます。どの手順も飛ばせます。Esc で案内を脇に置き、ここから再開できます。案内がゲームを妨げることはありません。
learn-time = 約10分
learn-start = 始める
learn-anew = 最初から
learn-go-on = 手順 { NUMBER($number) }／{ NUMBER($of) } から再開

learn-count = 手順 { NUMBER($number) }／{ NUMBER($of) }
learn-skip = 飛ばす
learn-rest = 脇に置く
learn-rest-tip = 案内を脇に置く（{ $stroke }）。クリックで再開
learn-more = 説明を読む
learn-less = することだけを示す
learn-resume = 案内：手順 { NUMBER($number) }／{ NUMBER($of) }
learn-resume-tip = 案内を再開する
learn-first-close = まず開いているものを閉じる。**Esc**、または印の付いたボタン。

learn-brief = 最初の公電
learn-brief-text = 毎四半期は公電で始まります。何が変わり、何があなたの対応を待つかが書かれています。これが最初の一通です。
learn-brief-do = 読んだら **Enter** を押すか、**仕事にかかる** をクリック。
learn-brief-done = 公電を読みました。

learn-number = どの数値も自ら説明する
learn-number-text = 上段の平均信頼度は、受入国があなたに寄せる信頼の平均です。単位、範囲、意味のある水準を示します。（柱の「得た信頼」は、これと約束の信用から出す点数です。）
learn-number-do = **平均信頼度** の上にマウスを置いて待つ。または **Tab** で移り **{ $stroke }** を押す。
learn-number-done = 数値の意味を確かめました。

learn-ledger = 台帳を開く
learn-ledger-text = どの数値にも、合計が一致する台帳があります。自分の命令は太字、偶然は最後に並びます。
learn-ledger-do = **平均信頼度** をクリック。または、もう一度 **{ $stroke }** を押す。
learn-ledger-done = これが台帳です。矢印のある行はさらに開けます。

learn-close = 作戦室に戻る
learn-close-text = 各行を足すと合計になります。このゲームに内訳のない数値はありません。
learn-close-do = **Esc** を押すか、**閉じる** をクリック。
learn-close-done = 台帳を読みました。

learn-lens = レンズを替える
learn-lens-text = 地図には七つのレンズがあります。影響力、案件、貿易、債務、安全保障、世論、対抗国。色だけでなく、文字と模様も同じことを示します。
learn-lens-do = 地図の上の番号をクリック。または **{ $stroke }** から **{ $other }** を押す。
learn-lens-done = レンズを替えました。

learn-order = 命令を出す
learn-order-text = 命令はターンを終えるまで命令案に入ります。それぞれに費用と遅れがあり、快く思わない相手もいます。詳細欄には、見ているものに関わる命令が並びます。
learn-order-do = 国の詳細にある一覧か **命令する** から命令を選び、命令案に加える。
learn-order-done = 命令が命令案に入りました。

learn-undo = 取り消す
learn-undo-text = ターンを終えるまで何も失われません。取り消しに回数の制限はありません。
learn-undo-do = **{ $stroke }** を押すか、**元に戻す** をクリック。
learn-undo-done = 命令が消え、資金が戻りました。

learn-redo = もう一度出す
learn-redo-text = やり直しは、取り消したものを元に戻します。
learn-redo-do = **{ $stroke }** を押すか、**やり直す** をクリック。
learn-redo-done = 命令が戻りました。

learn-odds = 見込みを見る
learn-odds-text = 風洞は、この命令と命令なしとを同じ未来で何百回も比べます。各目標の確率と、どちらの案が何度勝つかが分かります。次のターンからの命令は、どちらも同じ戦略が出します。
learn-odds-do = **{ $stroke }** を押すか、**風洞** をクリック。
learn-odds-done = これが風洞です。

learn-tunnel = 読んで戻る
learn-tunnel-text = 帯には10の未来のうち9が入り、線はその中央です。最悪の1割は別に示されます。それがあなたの冒す危険です。
learn-tunnel-do = 十分に見たら **Esc** を押す。
learn-tunnel-done = 決める前に見込みを見ました。

learn-advice = 助言者に聞く
learn-advice-text = 3人の助言者が同じ局面を見ます。一人は関係、一人は事業、一人は受入国の社会を。意見は割れるようにできています。
learn-advice-do = 一人をクリック。または **{ $stroke }** と **Enter** を押す。
learn-advice-done = 助言には理由と幅、そして何があれば考えを変えるかが付きます。

learn-advised = 助言を量る
learn-advised-text = 助言には仕組みと、幅のある数値があります。従う必要はありません。
learn-advised-do = **Esc** で作戦室に戻る。
learn-advised-done = 助言を聞きました。

learn-draft = この期の案を作らせる
learn-draft-text = 事業は署名、準備、資金、建設と、何年もかけて進みます。資金の付かない覚書は失効し、信頼を損ないます。予測がこのあとを任せている戦略が、そこに目を配った案を作り、あなたが変えられます。
learn-draft-do = **{ $stroke }**を押すか、命令案の上のペンをクリックしてください。
learn-draft-done = 案が入りました。要らないものは外してください。

learn-predict = 予想を示す
learn-predict-text = これから数ターンについての文に確率を付けます。後で採点され、自分の判断の確かさが分かります。ゲームの結果には影響しません。
learn-predict-do = **{ $stroke }** を押すか **予想** を開き、スライダーの一つをマウスか矢印キーで動かす。
learn-predict-done = 予想は記録され、後で採点されます。

learn-commit = ターンを終える
learn-commit-text = あなた、他の大国、受入国の命令が一斉に実行されます。
learn-commit-do = **{ $stroke }** を2回押すか、**ターンを終える** を2回クリック。
learn-commit-done = ターンが終わりました。

learn-answers = 誰が応じたかを見る
learn-answers-text = ターンは因果の順に語られます。偶然、他国、受入国、あなた、市場。色の付いた行は、あなたの手に対する動きです。
learn-answers-do = 読んだら **Enter**、もう一度 **Enter** で先へ。
learn-answers-done = 全員の動きを見ました。

learn-challenge = 異議を突きつけられる
learn-challenge-text = 対抗国があなたの手に対抗してきたら、押し通す、取引を持ちかける、多国間の場に移す、引き下がる、の四つから選べます。それぞれに見込みと懸かっているものが示されます。
learn-challenge-do = 答えを選ぶ。後で決めてもよい。
learn-challenge-done = 対抗に答えました。

learn-effect = 自分の効果を見つける
learn-effect-text = あなたの命令は何をしたでしょうか。動かしたものの台帳に、ほかの原因と並んで太字の行があります。
learn-effect-do = 印の付いた数値の台帳を開く。クリックするか、**Tab** で移り **Enter** を押す。
learn-effect-done = これがあなたの命令の効果です。

learn-event = 突発事に対応する
learn-event-text = 突発事が起こり、あなたの対応を待つものもあります。対応も命令の一つで、それぞれ効果が示されます。
learn-event-do = 上段の鈴か警告から、対応を待つ突発事を開き、答えを選ぶ。
learn-event-done = 対応が命令案に入りました。

learn-onward = 一通りできました
learn-onward-text = これで1ターンです。読む、命じる、先を見る、決める、学ぶ。自分のプレイは **{ $level }** から、要素を絞って始まります。F1 で何でも調べられ、Ctrl+K でどの操作も見つかります。
learn-begin = 自分のプレイを始める（{ $level }）
learn-stay = このまま続ける
